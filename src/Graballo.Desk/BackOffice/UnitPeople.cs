using Graballo.Desk.Persistence;
using Graballo.Desk.Tickets;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.BackOffice;

/// <summary>Who does the tasks that a flow gives to a unit: its people and its head, and those who lead.</summary>
internal static class UnitPeople
{
    /// <summary>The units whose tasks the person does.</summary>
    public static IQueryable<Unit> Of(DeskDbContext db, Actor actor)
    {
        var all = actor.IsSystem || (actor.AgentId is not null && actor.Is(Role.Supervisor, Role.Administrator));
        var works = actor.Is(Role.BackOffice, Role.Executive);
        var me = actor.AgentId;
        return db.Units.AsNoTracking().Where(unit => all || (works && (unit.HeadId == me || db.Agents.Any(agent => agent.Id == me && agent.UnitId == unit.Id))));
    }

    /// <summary>A task of a unit is done there; any other by whoever works on the ticket.</summary>
    public static async Task<bool> CanComplete(DeskDbContext db, Actor actor, Ticket ticket, HumanTask task, CancellationToken ct) =>
        task.UnitId is { } unit ? await Of(db, actor).AnyAsync(row => row.Id == unit, ct) : TicketAccess.CanWorkOn(actor, ticket);
}
