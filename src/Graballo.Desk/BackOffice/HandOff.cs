using Graballo.Desk.Runtime;
using Graballo.Desk.ServiceLevels;
using Graballo.Desk.Tickets;
using Graballo.Domain;
using Graballo.Domain.Organisation;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Graballo.Rules.Feel;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.BackOffice;

/// <param name="Number">As a person writes it.</param>
/// <param name="UnitId">A back-office unit.</param>
/// <param name="Request">What the unit should do or answer.</param>
/// <param name="Ola">Business time that the unit has; null: the desk's default.</param>
public sealed record HandOff(string Number, Guid UnitId, string Request, TimeSpan? Ola = null);

/// <summary>Gives one part of a ticket to a back-office unit. The ticket stays with its responsible.</summary>
public sealed class HandOffHandler(DeskRuntime runtime)
{
    public Task<Outcome<Guid>> Handle(HandOff command, Actor actor, CancellationToken ct) =>
        runtime.OnTicket(command.Number, actor, step => Act(step, command), ct, IdOf);

    // A request with a key names its hand-off, so that the repeated one can be told the same.
    private static Guid IdOf(TicketStep step) => step.Actor.Asked?.Key ?? step.NewId();

    internal static async Task<Outcome<Guid>> Act(TicketStep step, HandOff command)
    {
        if (!TicketAccess.CanWorkOn(step.Actor, step.Ticket))
            return Refusal.Forbidden;
        if (Check.Open(step.Ticket) is { } over)
            return over;
        var request = PlainText.Clean(command.Request);
        if (Check.Text(request, "request", Check.LongestBody) is { } refused)
            return refused;
        var unit = await step.Db.Units.AsNoTracking().SingleOrDefaultAsync(row => row.Id == command.UnitId && row.IsBackOffice && row.IsActive, step.Ct);
        if (unit is null)
            return new Refusal("unit-unknown", "unit");
        return await Begin(step, unit, command.Request.Trim(), command.Ola);
    }

    /// <summary>The hand-off itself; a flow may ask for it too.</summary>
    internal static async Task<Guid> Begin(TicketStep step, Unit unit, string request, TimeSpan? allowed)
    {
        var terms = InnerAgreements.Of(step, InnerAgreements.Unit, unit.Code, allowed, step.Calendars.InUnit(unit.Id));
        var ola = TimeSpan.FromSeconds(terms.AllowedSeconds);
        var handoff = new Handoff
        {
            Id = IdOf(step),
            TicketId = step.Ticket.Id,
            UnitId = unit.Id,
            InstanceId = step.NewId(),
            Request = request,
            RequestedById = step.Actor.AgentId ?? step.Ticket.AssigneeId,
            RequestedAt = step.Now,
            DueAt = step.Calendars[terms.Calendar].Add(step.Now, ola),
        };
        step.Db.Handoffs.Add(handoff);
        step.Clocks.Start(SlaTarget.Ola, terms, step.Now, handoff.Id.ToString("N"), unit.Name);
        step.Log(EventType.HandedOff, false, ("unit", unit.Name), ("handoff", handoff.Id.ToString("N")));
        await step.Flows.Start(HandoffFlow.Key, FeelContext.Empty
            .With("handoff", FeelContext.Empty.With("id", handoff.Id.ToString("N")).With("unit", unit.Code).With("request", handoff.Request)
                .With("ola", System.Xml.XmlConvert.ToString(ola)))
            .With("ticket", FeelContext.Empty.With("id", step.Ticket.Id.ToString("N")).With("number", step.Ticket.Number)), handoff.InstanceId);
        return handoff.Id;
    }
}
