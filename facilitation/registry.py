"""Every command there is: its form, its operation, who may give it and in which phases.

Both doors, the socket and HTTP, read this one table. What is not in it is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass

from playbook import phases

from .forms import actions as a
from .forms import factors as f
from .forms import frame as fr
from .forms import line as li
from .forms import people as pe
from .forms import whys as w
from .forms.base import BoardForm, Nothing, OwnEvent
from .operations import (
    actions,
    closing,
    factors,
    frame,
    line,
    lobby,
    questions,
    retracing,
    whys,
)

ANYONE = "anyone"
FACILITATOR = "facilitator"
ALL = tuple(phase.slug for phase in phases.PHASES)
ROOM, TIMELINE, WHYS, FACTORS, ACTIONS = ALL


@dataclass(frozen=True)
class Command:
    form: type[BoardForm]
    # None where it is another command's, found in the log: see `undoing`.
    operation: Callable | None
    who: str = ANYONE
    phases: tuple[str, ...] = ALL
    before_start: bool = False
    # Its operation writes nothing itself and asks nothing: it only adds a row through `act.add`.
    adds: bool = False


COMMANDS = {
    # One's own last step
    "undo": Command(OwnEvent, None, ANYONE, ALL, True),
    "redo": Command(Nothing, None, ANYONE, ALL, True),
    # The frame
    "start_session": Command(Nothing, frame.start_session, FACILITATOR, (ROOM,), True),
    "advance_phase": Command(fr.GoTo, frame.advance_phase, FACILITATOR),
    "go_back": Command(fr.GoTo, frame.go_back, FACILITATOR),
    "skip_phase": Command(fr.Skip, frame.skip_phase, FACILITATOR),
    "go_forward": Command(fr.GoTo, retracing.go_forward, FACILITATOR),
    "unskip_phase": Command(fr.Unskip, retracing.unskip_phase, FACILITATOR),
    "pause_clock": Command(Nothing, frame.pause_clock, FACILITATOR),
    "resume_clock": Command(Nothing, frame.resume_clock, FACILITATOR),
    "add_minutes": Command(fr.AddMinutes, frame.add_minutes, FACILITATOR),
    "take_minutes": Command(fr.TakeMinutes, frame.take_minutes, FACILITATOR),
    "return_minutes": Command(fr.ReturnMinutes, retracing.return_minutes, FACILITATOR),
    "show_directive": Command(Nothing, frame.show_directive, FACILITATOR, ALL, True),
    "lower_directive": Command(Nothing, frame.lower_directive, FACILITATOR, ALL, True),
    "read_directive": Command(Nothing, frame.read_directive, ANYONE, (ROOM,), True),
    "hand_over": Command(fr.HandOver, frame.hand_over, FACILITATOR, ALL, True),
    "remove_participant": Command(fr.PickPerson, frame.remove_participant, FACILITATOR, ALL, True),
    "change_join_code": Command(Nothing, frame.change_join_code, FACILITATOR, ALL, True),
    "fill_chair": Command(fr.FillChair, frame.fill_chair, FACILITATOR, ALL, True),
    # The door of the room
    "set_lobby": Command(pe.SetLobby, lobby.set_lobby, FACILITATOR, ALL, True),
    "lock_room": Command(Nothing, lobby.lock_room, FACILITATOR, ALL, True),
    "unlock_room": Command(Nothing, lobby.unlock_room, FACILITATOR, ALL, True),
    "admit_participant": Command(pe.PickWaiting, lobby.admit_participant, FACILITATOR, ALL, True),
    "admit_everybody": Command(Nothing, lobby.admit_everybody, FACILITATOR, ALL, True),
    "turn_away": Command(pe.PickWaiting, lobby.turn_away, FACILITATOR, ALL, True),
    # The timeline
    "add_sticky": Command(li.AddSticky, line.add_sticky, ANYONE, (TIMELINE,), adds=True),
    "edit_sticky": Command(li.EditSticky, line.edit_sticky, ANYONE, (TIMELINE,)),
    "remove_sticky": Command(li.TakeSticky, line.remove_sticky, ANYONE, (TIMELINE,)),
    "restore_sticky": Command(li.PickRemovedSticky, line.restore_sticky, ANYONE, (TIMELINE,)),
    "mark_sticky": Command(li.MarkSticky, line.mark_sticky, ANYONE, (TIMELINE,)),
    "unmark_sticky": Command(li.MarkSticky, line.unmark_sticky, ANYONE, (TIMELINE,)),
    "park_sticky": Command(li.TakeSticky, line.park_sticky, ANYONE, (TIMELINE,)),
    "unpark_sticky": Command(li.UnparkSticky, line.unpark_sticky, ANYONE, (TIMELINE,)),
    # Parked questions
    "park_question": Command(li.ParkQuestion, questions.park_question, ANYONE, ALL[1:]),
    "edit_question": Command(li.EditQuestion, questions.edit_question, ANYONE, ALL[1:3]),
    "remove_question": Command(li.TakeQuestion, questions.remove_question, ANYONE, ALL[1:3]),
    "restore_question": Command(
        li.PickRemovedQuestion, questions.restore_question, ANYONE, ALL[1:3]
    ),
    "settle_question": Command(w.SettleQuestion, questions.settle_question, ANYONE, (WHYS,)),
    # Root cause
    "start_chain": Command(w.StartChain, whys.start_chain, ANYONE, (WHYS,)),
    "edit_chain": Command(w.EditChain, whys.edit_chain, ANYONE, (WHYS,)),
    "remove_chain": Command(w.TakeChain, whys.remove_chain, FACILITATOR, (WHYS,)),
    "withdraw_chain": Command(w.TakeChain, whys.withdraw_chain, ANYONE, (WHYS,)),
    "restore_chain": Command(w.PickRemovedChain, whys.restore_chain, ANYONE, (WHYS,)),
    "add_rung": Command(w.AddRung, whys.add_rung, ANYONE, (WHYS,)),
    "edit_rung": Command(w.EditRung, whys.edit_rung, ANYONE, (WHYS,)),
    "remove_rung": Command(w.TakeRung, whys.remove_rung, ANYONE, (WHYS,)),
    "restore_rung": Command(w.PickRemovedRung, whys.restore_rung, ANYONE, (WHYS,)),
    "choose_gap": Command(w.ChooseGap, whys.choose_gap, FACILITATOR, (WHYS,)),
    "reopen_gap": Command(Nothing, whys.reopen_gap, FACILITATOR, (WHYS,)),
    # Contributing factors
    "add_factor": Command(f.AddFactor, factors.add_factor, ANYONE, (FACTORS,)),
    "edit_factor": Command(f.EditFactor, factors.edit_factor, ANYONE, (FACTORS,)),
    "remove_factor": Command(f.TakeFactor, factors.remove_factor, ANYONE, (FACTORS,)),
    "restore_factor": Command(f.PickRemovedFactor, factors.restore_factor, ANYONE, (FACTORS,)),
    # Actions
    "add_idea": Command(a.AddIdea, actions.add_idea, ANYONE, (ACTIONS,)),
    "edit_idea": Command(a.EditIdea, actions.edit_idea, ANYONE, (ACTIONS,)),
    "remove_idea": Command(a.TakeIdea, actions.remove_idea, ANYONE, (ACTIONS,)),
    "restore_idea": Command(a.RestoreIdea, actions.restore_idea, ANYONE, (ACTIONS,)),
    "close_brainstorm": Command(Nothing, actions.close_brainstorm, FACILITATOR, (ACTIONS,)),
    "reopen_brainstorm": Command(Nothing, actions.reopen_brainstorm, FACILITATOR, (ACTIONS,)),
    "rank_ideas": Command(a.RankIdeas, actions.rank_ideas, ANYONE, (ACTIONS,)),
    "take_ranking": Command(Nothing, actions.take_ranking, FACILITATOR, (ACTIONS,)),
    "reopen_ranking": Command(a.RankIdeas, actions.reopen_ranking, FACILITATOR, (ACTIONS,)),
    "resume_promises": Command(Nothing, actions.resume_promises, FACILITATOR, (ACTIONS,)),
    "move_idea": Command(a.MoveIdea, actions.move_idea, FACILITATOR, (ACTIONS,)),
    "park_idea": Command(a.ParkIdea, actions.park_idea, FACILITATOR, (ACTIONS,)),
    "unpark_idea": Command(a.UnparkIdea, actions.unpark_idea, FACILITATOR, (ACTIONS,)),
    "set_owner": Command(a.SetOwner, actions.set_owner, ANYONE, (ACTIONS,)),
    "set_deadline": Command(a.SetDeadline, actions.set_deadline, ANYONE, (ACTIONS,)),
    "set_done_when": Command(a.SetDoneWhen, actions.set_done_when, ANYONE, (ACTIONS,)),
    "give_single_reason": Command(
        a.SingleReason, actions.give_single_reason, FACILITATOR, (ACTIONS,)
    ),
    "drop_single_reason": Command(Nothing, actions.drop_single_reason, FACILITATOR, (ACTIONS,)),
    "begin_reading": Command(Nothing, actions.begin_reading, FACILITATOR, (ACTIONS,)),
    "stop_reading": Command(Nothing, actions.stop_reading, FACILITATOR, (ACTIONS,)),
    "say_yes": Command(a.PickIdea, actions.say_yes, ANYONE, (ACTIONS,)),
    "note_absence": Command(a.PickIdea, actions.note_absence, FACILITATOR, (ACTIONS,)),
    "take_answer_back": Command(a.PickIdea, actions.take_answer_back, ANYONE, (ACTIONS,)),
    # The close
    "set_sentences": Command(a.Sentences, closing.set_sentences, FACILITATOR, (ACTIONS,)),
    "restore_sentences": Command(a.FormerSentences, closing.set_sentences, FACILITATOR, (ACTIONS,)),
    "set_follow_up": Command(a.SetFollowUp, closing.set_follow_up, FACILITATOR, (ACTIONS,)),
    "clear_follow_up": Command(Nothing, closing.clear_follow_up, FACILITATOR, (ACTIONS,)),
    "close_session": Command(Nothing, closing.close_session, FACILITATOR, (ACTIONS,)),
}
