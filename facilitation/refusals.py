"""A refusal is an expected answer with a reason, never an error: the writer keeps the words."""


class Refusal(Exception):
    """Why an operation was not done.

    code: a short word for programs. message: one sentence for the writer. fields: {field: sentence}
    shown beside the fields. confirm: what to send back as `confirm` to do it all the same.
    current: the fields of what somebody else changed meanwhile, and its version if it has one.
    retry_after: seconds after which the same operation may be sent again, under the same op id.
    """

    def __init__(self, code, message, *, fields=None, confirm="", current=None, retry_after=None):
        super().__init__(message)
        self.code = code
        self.message = message
        self.fields = fields or {}
        self.confirm = confirm
        self.current = current
        self.retry_after = retry_after

    def as_dict(self) -> dict:
        answer = {"code": self.code, "message": self.message}
        for name in ("fields", "confirm", "current", "retry_after"):
            if value := getattr(self, name):
                answer[name] = value
        return answer
