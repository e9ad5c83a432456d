using Graballo.Domain.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Graballo.Desk.Persistence.Mappings;

namespace Graballo.Desk.Persistence;

/// <summary>A text that is written often (respuesta tipo), with places for what changes from ticket to ticket.</summary>
public sealed class MessageTemplate
{
    public Guid Id { get; set; }

    /// <summary>Null: for every group.</summary>
    public Guid? GroupId { get; set; }

    /// <summary>Null: for every topic.</summary>
    public Guid? TopicId { get; set; }

    public required string Name { get; set; }

    public required string NameEn { get; set; }

    public required string Body { get; set; }

    /// <summary>For clients who read English.</summary>
    public required string BodyEn { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    public required string ChangedBy { get; set; }
}

internal sealed class TemplateMapping : IEntityTypeConfiguration<MessageTemplate>
{
    public void Configure(EntityTypeBuilder<MessageTemplate> builder)
    {
        Owned(builder.Property(template => template.Id));
        builder.Property(template => template.Body).HasMaxLength(4000);
        builder.Property(template => template.BodyEn).HasMaxLength(4000);
        builder.HasOne<Group>().WithMany().HasForeignKey(template => template.GroupId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Topic>().WithMany().HasForeignKey(template => template.TopicId).OnDelete(DeleteBehavior.Restrict);
    }
}
