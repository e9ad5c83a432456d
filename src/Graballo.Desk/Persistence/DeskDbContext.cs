using Graballo.Domain.Clients;
using Graballo.Domain.Organisation;
using Graballo.Domain.ServiceLevels;
using Graballo.Domain.Tickets;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Graballo.Desk.Persistence;

/// <summary>Everything the desk remembers, in one database.</summary>
public sealed class DeskDbContext(DbContextOptions<DeskDbContext> options)
    : IdentityDbContext<DeskUser, IdentityRole<Guid>, Guid>(options), IDataProtectionKeyContext
{
    public DbSet<Company> Companies => Set<Company>();
    public DbSet<Contact> Contacts => Set<Contact>();
    public DbSet<Unit> Units => Set<Unit>();
    public DbSet<Group> Groups => Set<Group>();
    public DbSet<GroupMember> GroupMembers => Set<GroupMember>();
    public DbSet<Agent> Agents => Set<Agent>();
    public DbSet<ChannelCapacity> ChannelCapacities => Set<ChannelCapacity>();
    public DbSet<Absence> Absences => Set<Absence>();
    public DbSet<Delegation> Delegations => Set<Delegation>();
    public DbSet<Topic> Topics => Set<Topic>();
    public DbSet<Ticket> Tickets => Set<Ticket>();
    public DbSet<StageVisit> StageVisits => Set<StageVisit>();
    public DbSet<Message> Messages => Set<Message>();
    public DbSet<Attachment> Attachments => Set<Attachment>();
    public DbSet<Follower> Followers => Set<Follower>();
    public DbSet<TicketEvent> TicketEvents => Set<TicketEvent>();
    public DbSet<Survey> Surveys => Set<Survey>();
    public DbSet<Handoff> Handoffs => Set<Handoff>();
    public DbSet<SlaClock> SlaClocks => Set<SlaClock>();
    public DbSet<SlaSegment> SlaSegments => Set<SlaSegment>();
    public DbSet<ClimbedRung> ClimbedRungs => Set<ClimbedRung>();
    public DbSet<RecountRun> RecountRuns => Set<RecountRun>();
    public DbSet<StoredDefinition> Definitions => Set<StoredDefinition>();
    public DbSet<FlowInstance> FlowInstances => Set<FlowInstance>();
    public DbSet<HumanTask> HumanTasks => Set<HumanTask>();
    public DbSet<DeskTimer> Timers => Set<DeskTimer>();
    public DbSet<Subscription> Subscriptions => Set<Subscription>();
    public DbSet<Incident> Incidents => Set<Incident>();
    public DbSet<ServiceCall> ServiceCalls => Set<ServiceCall>();
    public DbSet<MigrationRun> MigrationRuns => Set<MigrationRun>();
    public DbSet<StuckInstance> StuckInstances => Set<StuckInstance>();
    public DbSet<Reconciliation> Reconciliations => Set<Reconciliation>();
    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();
    public DbSet<MessageTemplate> MessageTemplates => Set<MessageTemplate>();
    public DbSet<StoredCalendar> Calendars => Set<StoredCalendar>();
    public DbSet<CalendarEdit> CalendarEdits => Set<CalendarEdit>();
    public DbSet<ChannelCalendar> ChannelCalendars => Set<ChannelCalendar>();
    public DbSet<Counter> Counters => Set<Counter>();
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>True on the embedded database, where one writer at a time is the rule.</summary>
    public bool HasSingleWriter => Database.ProviderName!.EndsWith("Sqlite", StringComparison.Ordinal);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(32);
        configurationBuilder.Properties<string>().HaveMaxLength(400);
        if (HasSingleWriter)
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcMicroseconds>();
        else
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<Utc>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(DeskDbContext).Assembly);
        builder.Entity<DataProtectionKey>().Property(key => key.Xml).HasMaxLength(-1);
        Like.Map(builder, Database.ProviderName!);
        SnakeCase.Apply(builder.Model);
    }

    // SQLite has no type for an instant that it can compare; whole microseconds it can.
    private sealed class UtcMicroseconds() : ValueConverter<DateTimeOffset, long>(
        at => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
        micro => DateTimeOffset.UnixEpoch.AddTicks(micro * TimeSpan.TicksPerMicrosecond));

    private sealed class Utc() : ValueConverter<DateTimeOffset, DateTimeOffset>(at => at.ToUniversalTime(), at => at);
}
