"""A refusal is an expected answer with a reason, never an error: the writer keeps the words."""


class Refusal(Exception):
    """Why an operation was not done.

    code: a short word for programs. message: one sentence for the writer. fields: {field: sentence}
    shown beside the fields. confirm: what to send back as `confirm` to do it all the same.
    current: {"text", "version"} of an item that somebody else changed meanwhile.
    """

    def __init__(self, code, message, *, fields=None, confirm="", current=None):
        super().__init__(message)
        self.code = code
        self.message = message
        self.fields = fields or {}
        self.confirm = confirm
        self.current = current

    def as_dict(self) -> dict:
        answer = {"code": self.code, "message": self.message}
        for name in ("fields", "confirm", "current"):
            if value := getattr(self, name):
                answer[name] = value
        return answer
