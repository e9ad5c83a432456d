using Graballo.Desk.BackOffice;
using Graballo.Desk.Jobs;
using Graballo.Desk.Persistence;
using Graballo.Desk.Portal;
using Graballo.Desk.Runtime;
using Graballo.Desk.Tickets;
using Graballo.Domain.Tickets;

namespace Graballo.Desk.Demo;

/// <summary>One ticket's story, told through the verbs, until it ends or now is reached.</summary>
internal sealed class DemoStory(Random random, DemoCast cast, DeskRuntime runtime, DeskDbContext db, DateTimeOffset now)
{
    private TicketStep _step = null!;
    private Actor _client = null!;
    private DateTimeOffset _at;

    public async Task Tell(string number, DateTimeOffset arrival, CancellationToken ct)
    {
        _at = arrival;
        _client = cast.Clients[random.Next(cast.Clients.Count)];
        var channel = random.NextDouble() switch { < 0.42 => Channel.Web, < 0.68 => Channel.Email, < 0.86 => Channel.Phone, < 0.93 => Channel.Intranet, _ => Channel.InPerson };
        var registrar = channel is Channel.Phone or Channel.InPerson ? cast.FrontDesk[random.Next(cast.FrontDesk.Count)] : _client;
        _step = await runtime.Hold(db, registrar, arrival, ct);
        var topic = cast.Topics[random.Next(cast.Topics.Count)];
        var text = Pick(DemoTexts.Requests[topic.Area]).Replace("{n}", random.Next(10_000, 99_999).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{d}", random.Next(1, 28).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var opened = await OpenTicketHandler.Act(_step, new OpenTicket(topic.Code, topic.Name, text, channel, _client.ContactId), number, _client.ContactId!.Value, []);
        if (!opened.Ok)
            throw new InvalidOperationException("The demonstration cannot open a ticket: " + opened.Refusal.Text());
        await _step.Finish();
        // Now and then one is forgotten: that is what deadlines are for.
        if (!Chance(0.03) && await Attend())
            await Close();
        await Timers(now);
    }

    private async Task<bool> Attend()
    {
        if (!await Later(1.3, Responsible, step => ReplyToTicketHandler.Act(step, new ReplyToTicket("", Pick(DemoTexts.Answers)), [])))
            return false;
        if (Chance(0.25))
            await Later(0.5, Responsible, step => Task.FromResult(AddNoteHandler.Act(step, new AddNote("", Pick(DemoTexts.Notes)), [])));
        if (Chance(0.3) && !await AskClient())
            return false;
        if (_step.OpenTasks.Exists(task => task.Form == TaskForm.Promise)
            && !await Later(1, Responsible, step => PromiseDateHandler.Act(step, new PromiseDate("", _at.AddDays(random.Next(1, 5)).AddHours(3)))))
            return false;
        return !Chance(0.35) || await HandToBackOffice();
    }

    private async Task<bool> AskClient() =>
        await Later(1, Responsible, step => ReplyToTicketHandler.Act(step, new ReplyToTicket("", Pick(DemoTexts.Questions), WaitForClient: true), []))
        && await Later(5, () => _client, step => WriteAsClientHandler.Act(step, new WriteAsClient("", Pick(DemoTexts.ClientAnswers)), []))
        && await Later(1, Responsible, step => ReplyToTicketHandler.Act(step, new ReplyToTicket("", Pick(DemoTexts.Answers)), []));

    private async Task<bool> HandToBackOffice()
    {
        var (unitId, worker) = cast.BackOffice[random.Next(cast.BackOffice.Count)];
        var handoff = Guid.Empty;
        var handed = await Later(1.5, Responsible, async step =>
        {
            var outcome = await HandOffHandler.Act(step, new HandOff("", unitId, Pick(DemoTexts.HandoffRequests)));
            handoff = outcome.Value;
            return outcome.Ok ? Done.It : outcome.Refusal;
        });
        return handed && await Later(6, () => worker, step => AnswerHandoffHandler.Act(step, new AnswerHandoff(handoff, Pick(DemoTexts.HandoffAnswers))));
    }

    private async Task Close()
    {
        for (var tries = 0; tries < 2; tries++)
        {
            if (!await Later(7, Responsible, step => ResolveTicketHandler.Act(step, new ResolveTicket("", Pick(DemoTexts.Resolutions)))))
                return;
            // Three in ten let silence speak; the flow's own timer closes those.
            if (Chance(0.3))
                return;
            var accepts = tries == 1 || Chance(0.9);
            if (!await Later(9, () => _client, step => ConfirmClosureHandler.Act(step, new ConfirmClosure("", accepts, accepts ? null : Pick(DemoTexts.Rejections)))))
                return;
            if (accepts)
                break;
        }
        if (Chance(0.65))
            await Later(4, () => _client, step => AnswerSurveyHandler.Act(step, new AnswerSurvey("", Score(), Pick(DemoTexts.Comments))));
    }

    // After about so many hours; false when that is not yet, and then nothing more happens in this story.
    private async Task<bool> Later(double hours, Func<Actor> who, Func<TicketStep, Task<Outcome<Done>>> act)
    {
        var at = _at + DemoClock.Delay(random, hours);
        // People work in the daytime.
        at = who() == _client ? at : _step.Calendars[null].NextOpen(at);
        if (at >= now)
            return false;
        await Timers(at);
        _at = at;
        _step.Continue(who(), at);
        var outcome = await act(_step);
        if (!outcome.Ok)
            return false;
        await _step.Finish();
        return true;
    }

    private async Task Timers(DateTimeOffset until)
    {
        while (_step.Timers.Where(timer => timer.DueAt <= until).MinBy(timer => timer.DueAt) is { } due)
        {
            _step.Continue(Actor.System, due.DueAt);
            await FireTimer.Act(_step, due.Id);
            await _step.Finish();
        }
    }

    private Actor Responsible() => cast.Agents[_step.Ticket.AssigneeId];

    private int Score() => random.NextDouble() switch { < 0.05 => 2, < 0.12 => 3, < 0.22 => 4, < 0.42 => 5, < 0.75 => 6, _ => 7 };

    private bool Chance(double share) => random.NextDouble() < share;

    private string Pick(string[] from) => from[random.Next(from.Length)];
}
