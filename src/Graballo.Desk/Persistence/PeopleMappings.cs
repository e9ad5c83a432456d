using Graballo.Domain.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Graballo.Desk.Persistence.Mappings;

namespace Graballo.Desk.Persistence;

internal sealed class PeopleMappings : IEntityTypeConfiguration<Absence>, IEntityTypeConfiguration<Delegation>, IEntityTypeConfiguration<ChannelCapacity>
{
    public void Configure(EntityTypeBuilder<Absence> builder)
    {
        Owned(builder.Property(absence => absence.Id));
        builder.HasIndex(absence => new { absence.AgentId, absence.From });
        builder.HasIndex(absence => absence.Until);
        OfAgent(builder, nameof(Absence.AgentId));
        OfAgent(builder, nameof(Absence.CoverId));
    }

    public void Configure(EntityTypeBuilder<Delegation> builder)
    {
        Owned(builder.Property(delegation => delegation.Id));
        builder.HasIndex(delegation => new { delegation.ToId, delegation.Until });
        builder.HasIndex(delegation => delegation.Until);
        OfAgent(builder, nameof(Delegation.FromId));
        OfAgent(builder, nameof(Delegation.ToId));
    }

    public void Configure(EntityTypeBuilder<ChannelCapacity> builder)
    {
        builder.HasKey(capacity => new { capacity.AgentId, capacity.Channel });
        OfAgent(builder, nameof(ChannelCapacity.AgentId));
    }

    private static void OfAgent<T>(EntityTypeBuilder<T> builder, string foreignKey) where T : class =>
        builder.HasOne<Agent>().WithMany().HasForeignKey(foreignKey).OnDelete(DeleteBehavior.Restrict);
}
