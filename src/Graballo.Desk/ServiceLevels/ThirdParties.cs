using Graballo.Desk.Runtime;
using Graballo.Desk.Tickets;
using Graballo.Domain;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;

namespace Graballo.Desk.ServiceLevels;

/// <param name="Number">As a person writes it.</param>
/// <param name="Provider">Name of the third party, 1 to 120 characters.</param>
/// <param name="Request">What it is asked for; an internal note.</param>
public sealed record AwaitThirdParty(string Number, string Provider, string Request);

/// <summary>
/// Something is asked of a third party. Its contract's clock starts, and the ticket's clocks rest where their agreement says so.
/// </summary>
public sealed class AwaitThirdPartyHandler(DeskRuntime runtime)
{
    private const int LongestName = 120;

    public Task<Outcome<Done>> Handle(AwaitThirdParty command, Actor actor, CancellationToken ct) =>
        runtime.OnTicket(command.Number, actor, step => Task.FromResult(Act(step, command)), ct);

    internal static Outcome<Done> Act(TicketStep step, AwaitThirdParty command)
    {
        var (provider, request) = (PlainText.Line(command.Provider), PlainText.Clean(command.Request));
        if (!TicketAccess.CanWorkOn(step.Actor, step.Ticket))
            return Refusal.Forbidden;
        if (Check.Open(step.Ticket) is { } over)
            return over;
        if (Refusal.All(Check.Text(provider, "provider", LongestName), Check.Text(request, "request", Check.LongestBody)) is { } refused)
            return refused;
        if (step.Clocks.Known.Exists(clock => clock.Target == SlaTarget.Underpinning && clock.About == provider && !clock.IsStopped))
            return new Refusal("third-party-awaited", "provider", provider);
        step.Say(MessageKind.Internal, AuthorKind.Agent, request, Channel.Intranet, []);
        var clock = step.Clocks.Start(
            SlaTarget.Underpinning, InnerAgreements.Of(step, InnerAgreements.Provider, provider, null), step.Now, step.NewId().ToString("N"), provider);
        step.Log(EventType.ThirdPartyAwaited, false, ("provider", provider), ("policy", clock.Policy));
        step.Clocks.Wait();
        return Done.It;
    }
}

/// <param name="Number">As a person writes it.</param>
/// <param name="ClockId">Of the third party that answered.</param>
/// <param name="Answer">What it said; an internal note. May be empty.</param>
public sealed record ThirdPartyAnswered(string Number, Guid ClockId, string? Answer);

/// <summary>A third party gave what was asked. The clocks that rested for it run again when nobody else is waited for.</summary>
public sealed class ThirdPartyAnsweredHandler(DeskRuntime runtime)
{
    public Task<Outcome<Done>> Handle(ThirdPartyAnswered command, Actor actor, CancellationToken ct) =>
        runtime.OnTicket(command.Number, actor, step => Task.FromResult(Act(step, command)), ct);

    internal static Outcome<Done> Act(TicketStep step, ThirdPartyAnswered command)
    {
        if (!TicketAccess.CanWorkOn(step.Actor, step.Ticket))
            return Refusal.Forbidden;
        var answer = PlainText.Clean(command.Answer);
        if (Check.Length(answer, "answer", Check.LongestBody) is { } refused)
            return refused;
        if (step.Clocks.Known.Find(clock => clock.Id == command.ClockId && clock.Target == SlaTarget.Underpinning && !clock.IsStopped) is not { } clock)
            return new Refusal("third-party-gone");
        if (answer.Length > 0)
            step.Say(MessageKind.Internal, AuthorKind.Agent, answer, Channel.Intranet, []);
        step.Clocks.Stop(SlaTarget.Underpinning, clock.Ref);
        step.Log(EventType.ThirdPartyAnswered, false, ("provider", clock.About));
        step.Clocks.Wait();
        return Done.It;
    }
}
