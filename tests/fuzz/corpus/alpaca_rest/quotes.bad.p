p{"quotes":{"PLTR":[{"t":"2026-03-02T14:31:07.5Z","bs":200}]},"next_page_token":null}
