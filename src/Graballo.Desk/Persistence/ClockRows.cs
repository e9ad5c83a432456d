using Graballo.Domain.ServiceLevels;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Graballo.Desk.Persistence.Mappings;

namespace Graballo.Desk.Persistence;

/// <summary>A rung of an escalation ladder that was climbed. Its key lets it happen once, whoever tries again.</summary>
public sealed class ClimbedRung
{
    public Guid ClockId { get; set; }

    /// <summary>Number of the rung.</summary>
    public int Rung { get; set; }

    public Guid TicketId { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>JSON of what was done: see <c>RungDone</c>.</summary>
    public string Did { get; set; } = "{}";
}

/// <summary>What made open tickets be measured anew. All but a calendar ask anew for each ticket's agreement.</summary>
public enum RecountCause
{
    /// <summary>All open tickets.</summary>
    Policy,

    /// <summary>Those for which something runs in it.</summary>
    Calendar,

    /// <summary>A client has another calendar: its tickets.</summary>
    Client,

    /// <summary>The same of a group.</summary>
    Group,

    /// <summary>The same of a unit: tickets of its groups, and of those below it, and what is handed off to them.</summary>
    Unit,

    /// <summary>The same of a channel.</summary>
    Channel,
}

public enum RecountStatus
{
    Running,
    Done,
}

/// <summary>Open tickets are measured anew after a policy or a calendar changed, or somebody refers to another calendar.</summary>
public sealed class RecountRun
{
    public Guid Id { get; set; }

    public RecountCause Cause { get; set; }

    /// <summary>Name of the decision file with its version, code of the calendar, word of the channel, or name of who refers to another calendar.</summary>
    public required string What { get; set; }

    /// <summary>The client, group or unit that refers to another calendar; null for the other causes.</summary>
    public Guid? WhoseId { get; set; }

    public RecountStatus Status { get; set; }

    /// <summary>Open tickets that it concerned when it began.</summary>
    public int Total { get; set; }

    /// <summary>Tickets looked at so far.</summary>
    public int Seen { get; set; }

    /// <summary>Of those, the ones with a clock that changed.</summary>
    public int Changed { get; set; }

    /// <summary>Of those, the ones that could not be measured.</summary>
    public int Failed { get; set; }

    /// <summary>Why the last one failed.</summary>
    public string? Error { get; set; }

    public Guid? StartedById { get; set; }

    public required string StartedBy { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Tickets up to this one are done; they are taken in the order of their keys.</summary>
    public Guid After { get; set; }

    /// <summary>Until then it is one node's work.</summary>
    public DateTimeOffset ClaimedUntil { get; set; }
}

internal sealed class ClockMappings :
    IEntityTypeConfiguration<SlaClock>, IEntityTypeConfiguration<SlaSegment>, IEntityTypeConfiguration<ClimbedRung>, IEntityTypeConfiguration<RecountRun>
{
    private const int Unlimited = -1;

    public void Configure(EntityTypeBuilder<SlaClock> builder)
    {
        Owned(builder.Property(clock => clock.Id));
        builder.Ignore(clock => clock.IsStopped).Ignore(clock => clock.IsPaused).Ignore(clock => clock.WatchAt).Ignore(clock => clock.History);
        builder.Property(clock => clock.Ref).HasMaxLength(64);
        builder.Property(clock => clock.About).HasMaxLength(200);
        builder.HasIndex(clock => new { clock.TicketId, clock.Target, clock.Ref }).IsUnique();
        PartOfTicket(builder, nameof(SlaClock.TicketId));
    }

    public void Configure(EntityTypeBuilder<SlaSegment> builder)
    {
        builder.HasKey(entry => new { entry.ClockId, entry.Seq });
        builder.Property(entry => entry.Seq).ValueGeneratedNever();
        builder.Ignore(entry => entry.Terms).Ignore(entry => entry.IsEnd);
        builder.HasIndex(entry => entry.TicketId);
        builder.HasOne<SlaClock>().WithMany().HasForeignKey(entry => entry.ClockId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<ClimbedRung> builder)
    {
        builder.HasKey(rung => new { rung.ClockId, rung.Rung });
        builder.Property(rung => rung.Rung).ValueGeneratedNever();
        builder.Property(rung => rung.Did).HasMaxLength(Unlimited);
        builder.HasIndex(rung => rung.TicketId);
        builder.HasOne<SlaClock>().WithMany().HasForeignKey(rung => rung.ClockId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<RecountRun> builder)
    {
        Owned(builder.Property(run => run.Id));
        builder.Property(run => run.Error).HasMaxLength(2000);
        builder.HasIndex(run => new { run.Status, run.ClaimedUntil });
    }
}
