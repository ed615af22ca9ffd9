"""What is sent, and by which of the demo's stores."""

STORE = "sakura-auto"
TEXT = "【さくら自動車】お預かりの点検が終わりました。18時までにお越しください。048-555-0101"
# The people of one-off notices are none of the bulk send's.
NOTICES_FROM = 8_000_000
