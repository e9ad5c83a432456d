using System.Runtime.CompilerServices;
using Graballo.Desk.Persistence;
using Graballo.Domain.Clients;
using Graballo.Domain.Organisation;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Graballo.Desk.Runtime;

/// <summary>What nearly every step reads, compiled once: taking a query apart costs more than the database takes to answer it.</summary>
internal sealed class StepQueries
{
    // A compiled query belongs to one model, and each kind of database has its own.
    private static readonly ConditionalWeakTable<IModel, StepQueries> PerModel = [];

    public static StepQueries Of(DeskDbContext db) => PerModel.GetValue(db.Model, _ => new StepQueries());

    public Func<DeskDbContext, Guid, CancellationToken, Task<Held?>> ById { get; } =
        EF.CompileAsyncQuery((DeskDbContext db, Guid id, CancellationToken ct) => db.Tickets.Where(row => row.Id == id)
            .Select(row => new Held(
                row, db.Subscriptions.Any(each => each.TicketId == row.Id), db.Incidents.Any(each => each.TicketId == row.Id && each.ResolvedAt == null))).SingleOrDefault());

    public Func<DeskDbContext, string, CancellationToken, Task<Held?>> ByNumber { get; } =
        EF.CompileAsyncQuery((DeskDbContext db, string number, CancellationToken ct) => db.Tickets.Where(row => row.Number == number)
            .Select(row => new Held(
                row, db.Subscriptions.Any(each => each.TicketId == row.Id), db.Incidents.Any(each => each.TicketId == row.Id && each.ResolvedAt == null))).SingleOrDefault());

    public Func<DeskDbContext, Guid, IAsyncEnumerable<FlowInstance>> Instances { get; } =
        EF.CompileAsyncQuery((DeskDbContext db, Guid id) => db.FlowInstances.Where(row => row.TicketId == id && row.IsActive).OrderBy(row => row.StartedAt).AsQueryable());

    public Func<DeskDbContext, Guid, IAsyncEnumerable<HumanTask>> OpenTasks { get; } =
        EF.CompileAsyncQuery((DeskDbContext db, Guid id) => db.HumanTasks.Where(row => row.TicketId == id && row.Status == HumanTaskStatus.Open));

    public Func<DeskDbContext, Guid, IAsyncEnumerable<DeskTimer>> Timers { get; } =
        EF.CompileAsyncQuery((DeskDbContext db, Guid id) => db.Timers.Where(row => row.TicketId == id));

    public Func<DeskDbContext, Guid, IAsyncEnumerable<Subscription>> Subscriptions { get; } =
        EF.CompileAsyncQuery((DeskDbContext db, Guid id) => db.Subscriptions.Where(row => row.TicketId == id));

    public Func<DeskDbContext, Guid, IAsyncEnumerable<Incident>> Incidents { get; } =
        EF.CompileAsyncQuery((DeskDbContext db, Guid id) => db.Incidents.Where(row => row.TicketId == id && row.ResolvedAt == null));

    public Func<DeskDbContext, Guid, IAsyncEnumerable<StageVisit>> OpenVisits { get; } =
        EF.CompileAsyncQuery((DeskDbContext db, Guid id) => db.StageVisits.Where(row => row.TicketId == id && row.LeftAt == null));

    public Func<DeskDbContext, Guid, IAsyncEnumerable<SlaClock>> Clocks { get; } =
        EF.CompileAsyncQuery((DeskDbContext db, Guid id) => db.SlaClocks.Where(row => row.TicketId == id));

    /// <summary>Only ever added to, so nothing watches them for changes.</summary>
    public Func<DeskDbContext, Guid, IAsyncEnumerable<SlaSegment>> Segments { get; } =
        EF.CompileAsyncQuery((DeskDbContext db, Guid id) => db.SlaSegments.AsNoTracking().Where(row => row.TicketId == id).OrderBy(row => row.Seq).AsQueryable());

    public Func<DeskDbContext, Guid, CancellationToken, Task<Company?>> Company { get; } =
        EF.CompileAsyncQuery((DeskDbContext db, Guid id, CancellationToken ct) => db.Companies.SingleOrDefault(row => row.Id == id));

    public Func<DeskDbContext, Guid, CancellationToken, Task<Contact?>> Contact { get; } =
        EF.CompileAsyncQuery((DeskDbContext db, Guid id, CancellationToken ct) => db.Contacts.SingleOrDefault(row => row.Id == id));

    public Func<DeskDbContext, string, CancellationToken, Task<Topic?>> Topic { get; } =
        EF.CompileAsyncQuery((DeskDbContext db, string code, CancellationToken ct) => db.Topics.SingleOrDefault(row => row.Code == code));

    public Func<DeskDbContext, string?, CancellationToken, Task<Group?>> Group { get; } =
        EF.CompileAsyncQuery((DeskDbContext db, string? code, CancellationToken ct) => db.Groups.SingleOrDefault(row => row.Code == code && row.IsActive));

    public Func<DeskDbContext, Guid, IAsyncEnumerable<GroupMember>> Members { get; } =
        EF.CompileAsyncQuery((DeskDbContext db, Guid id) => db.GroupMembers.Where(row => row.GroupId == id));

    /// <summary>The name of the responsible, when the first acts for that one by delegation.</summary>
    public Func<DeskDbContext, Guid, Guid, DateTimeOffset, CancellationToken, Task<string?>> ActsFor { get; } =
        EF.CompileAsyncQuery((DeskDbContext db, Guid to, Guid from, DateTimeOffset at, CancellationToken ct) => db.Agents
            .Where(row => row.Id == from
                && db.Delegations.Any(each => each.ToId == to && each.FromId == from && each.CancelledAt == null && each.From <= at && at < each.Until))
            .Select(row => row.Name).FirstOrDefault());

    /// <summary>Members of a group, and whoever is asked for by code, with what each holds and whether each is there.</summary>
    public Func<DeskDbContext, Guid, string?, DateTimeOffset, Channel, IAsyncEnumerable<Loaded>> Candidates { get; } =
        EF.CompileAsyncQuery((DeskDbContext db, Guid groupId, string? executive, DateTimeOffset at, Channel channel) => db.Agents
            .Where(row => row.IsActive && (db.GroupMembers.Any(member => member.GroupId == groupId && member.AgentId == row.Id) || row.Code == executive))
            .Select(row => new Loaded(
                row.Id, row.Code, row.Name, row.IsAvailable, row.Capacity, row.Skills, row.Shift,
                db.Absences.Any(absence => absence.AgentId == row.Id && absence.CancelledAt == null && absence.From <= at && at < absence.Until),
                // Two counts that indexes answer alone; what waits is in its leader's hands and nobody's load.
                db.Tickets.Count(ticket => ticket.AssigneeId == row.Id && ticket.Status != TicketStatus.Closed)
                    - db.Tickets.Count(ticket => ticket.AssigneeId == row.Id && ticket.WaitsSince != null),
                db.ChannelCapacities.Where(most => most.AgentId == row.Id && most.Channel == channel).Select(most => (int?)most.Most).FirstOrDefault(),
                db.GroupMembers.Count(member => member.AgentId == row.Id))));

    /// <summary>What the people of a group, and whoever is asked for by code, hold.</summary>
    public Func<DeskDbContext, Guid, string?, IAsyncEnumerable<Load>> Work { get; } =
        EF.CompileAsyncQuery((DeskDbContext db, Guid groupId, string? executive) => db.Tickets
            .Where(ticket => ticket.Status != TicketStatus.Closed && ticket.WaitsSince == null && db.Agents.Any(row => row.Id == ticket.AssigneeId
                && (row.Code == executive || db.GroupMembers.Any(member => member.GroupId == groupId && member.AgentId == row.Id))))
            .GroupBy(ticket => new { ticket.AssigneeId, ticket.Priority, ticket.Status, ticket.Channel })
            .Select(rows => new Load(rows.Key.AssigneeId, rows.Key.Priority, rows.Key.Status, rows.Key.Channel, rows.Count())));

    /// <summary>A ticket, and whether it has what most tickets have not: that is then not asked for.</summary>
    internal sealed record Held(Ticket Ticket, bool Awaits, bool IsStuck);

    /// <param name="Groups">How many groups he or she is in.</param>
    internal sealed record Loaded(
        Guid Id, string Code, string Name, bool IsAvailable, int Capacity, string Skills, string? Shift, bool IsAbsent, int Load, int? OfChannel, int Groups);

    internal sealed record Load(Guid AgentId, Priority Priority, TicketStatus Status, Channel Channel, int Count);
}
