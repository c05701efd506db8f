"""Deaths of the bot, at every point, and what people have been told afterwards."""

import pytest

pytest.register_assert_rewrite("tests.crash.acting", "tests.crash.plays", "tests.crash.ways")
