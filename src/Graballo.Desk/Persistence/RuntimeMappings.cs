using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Graballo.Desk.Persistence.Mappings;

namespace Graballo.Desk.Persistence;

internal sealed class RuntimeMappings :
    IEntityTypeConfiguration<StoredDefinition>, IEntityTypeConfiguration<FlowInstance>, IEntityTypeConfiguration<HumanTask>,
    IEntityTypeConfiguration<DeskTimer>, IEntityTypeConfiguration<Subscription>, IEntityTypeConfiguration<Incident>,
    IEntityTypeConfiguration<OutboxMessage>, IEntityTypeConfiguration<Counter>
{
    private const int Unlimited = -1;

    public void Configure(EntityTypeBuilder<StoredDefinition> builder)
    {
        Owned(builder.Property(definition => definition.Id));
        builder.Property(definition => definition.Key).HasMaxLength(120);
        builder.Property(definition => definition.Xml).HasMaxLength(Unlimited);
        builder.Property(definition => definition.Comment).HasMaxLength(2000);
        builder.HasIndex(definition => new { definition.Kind, definition.Key, definition.Version }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<FlowInstance> builder)
    {
        Owned(builder.Property(instance => instance.Id));
        builder.Property(instance => instance.FlowKey).HasMaxLength(120);
        builder.Property(instance => instance.State).HasMaxLength(Unlimited);
        builder.Property(instance => instance.Visited).HasMaxLength(Unlimited);
        builder.HasIndex(instance => new { instance.DefinitionId, instance.IsActive });
        PartOfTicket(builder, nameof(FlowInstance.TicketId));
    }

    public void Configure(EntityTypeBuilder<HumanTask> builder)
    {
        Owned(builder.Property(task => task.Id));
        builder.Property(task => task.TaskKey).HasMaxLength(64);
        builder.Property(task => task.Calendar).HasMaxLength(64);
        builder.HasIndex(task => new { task.InstanceId, task.TaskKey }).IsUnique();
        builder.HasIndex(task => new { task.Status, task.UnitId, task.DueAt });
        PartOfTicket(builder, nameof(HumanTask.TicketId));
    }

    public void Configure(EntityTypeBuilder<DeskTimer> builder)
    {
        builder.ToTable("timers");
        Owned(builder.Property(timer => timer.Id));
        builder.Property(timer => timer.TimerKey).HasMaxLength(64);
        builder.Property(timer => timer.Calendar).HasMaxLength(64);
        builder.Property(timer => timer.Payload).HasMaxLength(-1);
        builder.HasIndex(timer => timer.DueAt);
        PartOfTicket(builder, nameof(DeskTimer.TicketId));
    }

    public void Configure(EntityTypeBuilder<Subscription> builder)
    {
        Owned(builder.Property(subscription => subscription.Id));
        builder.Property(subscription => subscription.SubscriptionKey).HasMaxLength(64);
        builder.Property(subscription => subscription.Name).HasMaxLength(200);
        builder.Property(subscription => subscription.CorrelationKey).HasMaxLength(Subscription.LongestKey);
        builder.HasIndex(subscription => new { subscription.Name, subscription.CorrelationKey });
        PartOfTicket(builder, nameof(Subscription.TicketId));
    }

    public void Configure(EntityTypeBuilder<Incident> builder)
    {
        Owned(builder.Property(incident => incident.Id));
        builder.Property(incident => incident.Error).HasMaxLength(4000);
        builder.HasIndex(incident => incident.ResolvedAt);
        PartOfTicket(builder, nameof(Incident.TicketId));
    }

    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        Owned(builder.Property(message => message.Id));
        builder.Property(message => message.Key).HasMaxLength(200);
        builder.Property(message => message.TextBody).HasMaxLength(Unlimited);
        builder.Property(message => message.HtmlBody).HasMaxLength(Unlimited);
        builder.Property(message => message.LastError).HasMaxLength(2000);
        builder.HasIndex(message => message.Key).IsUnique();
        builder.HasIndex(message => message.NextAttemptAt);
        builder.HasIndex(message => message.TicketId);
    }

    public void Configure(EntityTypeBuilder<Counter> builder)
    {
        builder.HasKey(counter => counter.Name);
        builder.Property(counter => counter.Name).HasMaxLength(60);
        builder.Property(counter => counter.Next).IsConcurrencyToken();
    }
}
