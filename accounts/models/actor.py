"""Who acts in a store: a person or a program. Both have `store`, `store_id`, `may` and `shown_name`."""

from accounts.models.api_token import ApiToken
from accounts.models.membership import Membership

Actor = Membership | ApiToken
