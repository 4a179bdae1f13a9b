bprofile: "demo"
destination: demo
changed-at: "2026-01-30T15:30:00Z"
changed-by: "owner (desk)"
limits:
  exposure: {value: 0.5, profile: 0.6}
  needs-stop: {value: false, profile: true}
