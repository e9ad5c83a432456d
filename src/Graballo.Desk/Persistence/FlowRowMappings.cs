using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Graballo.Desk.Persistence.Mappings;

namespace Graballo.Desk.Persistence;

internal sealed class FlowRowMappings :
    IEntityTypeConfiguration<ServiceCall>, IEntityTypeConfiguration<MigrationRun>, IEntityTypeConfiguration<StuckInstance>, IEntityTypeConfiguration<Reconciliation>
{
    private const int Unlimited = -1;

    public void Configure(EntityTypeBuilder<ServiceCall> builder)
    {
        Owned(builder.Property(call => call.Id));
        builder.Property(call => call.JobKey).HasMaxLength(64);
        builder.Property(call => call.TokenKey).HasMaxLength(64);
        builder.Property(call => call.Kind).HasMaxLength(32);
        builder.Property(call => call.Key).HasMaxLength(200);
        builder.Property(call => call.Request).HasMaxLength(Unlimited);
        builder.Property(call => call.LastError).HasMaxLength(2000);
        builder.Property(call => call.TokenHash).HasMaxLength(64);
        builder.Property(call => call.SealedToken).HasMaxLength(2000);
        builder.HasIndex(call => new { call.InstanceId, call.JobKey }).IsUnique();
        builder.HasIndex(call => call.NextAttemptAt);
        builder.HasIndex(call => call.TokenHash);
        PartOfTicket(builder, nameof(ServiceCall.TicketId));
    }

    public void Configure(EntityTypeBuilder<MigrationRun> builder)
    {
        Owned(builder.Property(run => run.Id));
        builder.Property(run => run.FlowKey).HasMaxLength(120);
        builder.Property(run => run.Mapping).HasMaxLength(Unlimited);
        builder.Property(run => run.Reason).HasMaxLength(2000);
        builder.HasIndex(run => new { run.Status, run.ClaimedUntil });
        builder.HasIndex(run => new { run.FlowKey, run.StartedAt });
    }

    public void Configure(EntityTypeBuilder<StuckInstance> builder)
    {
        builder.HasKey(stuck => new { stuck.RunId, stuck.InstanceId });
        builder.Property(stuck => stuck.Number).HasMaxLength(20);
        builder.Property(stuck => stuck.Reason).HasMaxLength(2000);
        builder.HasOne<MigrationRun>().WithMany().HasForeignKey(stuck => stuck.RunId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Reconciliation> builder)
    {
        Owned(builder.Property(run => run.Id));
        builder.Property(run => run.Report).HasMaxLength(Unlimited);
        builder.HasIndex(run => run.StartedAt);
    }
}
