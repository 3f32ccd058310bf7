"""Who may set up a topic, gather notes for it, and advise."""

from app.accounts.rules import is_member, may_manage, may_moderate, may_see_desk
from app.groups.rules import may_enter, may_propose, while_it_runs
from app.models import Person, Process, Topic
from app.rules import Verdict

may_read_advice = may_enter  # whoever may enter the room of the topic's group
may_advise = may_propose  # whoever sits in it, or moderates the process


def may_set_up(person: Person | None, process: Process) -> Verdict:
    """The process's manager: which topics there are, and whose they are."""
    return while_it_runs(may_manage(person, process), process)


def may_see_topic(person: Person | None, topic: Topic, process: Process) -> Verdict:
    """At the desk: the moderation, the revision, and whoever sits in the topic's group."""
    if topic.group is not None and is_member(person, topic.group):
        return True
    return may_see_desk(person, process)


def may_gather(person: Person | None, topic: Topic, process: Process) -> Verdict:
    """The moderation, and whoever sits in the topic's group: which notes belong to it."""
    if topic.group is not None and is_member(person, topic.group):
        return while_it_runs(True, process)
    return while_it_runs(may_moderate(person, process), process)
