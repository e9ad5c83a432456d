using Graballo.Domain.Clients;
using Graballo.Domain.Organisation;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Graballo.Desk.Persistence;

// What the conventions do not know: keys, lengths, indexes that a query needs.
internal sealed class Mappings :
    IEntityTypeConfiguration<Company>, IEntityTypeConfiguration<Contact>, IEntityTypeConfiguration<Unit>, IEntityTypeConfiguration<Group>,
    IEntityTypeConfiguration<GroupMember>, IEntityTypeConfiguration<Agent>, IEntityTypeConfiguration<Topic>, IEntityTypeConfiguration<Ticket>,
    IEntityTypeConfiguration<StageVisit>, IEntityTypeConfiguration<Message>, IEntityTypeConfiguration<Attachment>,
    IEntityTypeConfiguration<Follower>, IEntityTypeConfiguration<TicketEvent>, IEntityTypeConfiguration<Survey>,
    IEntityTypeConfiguration<Handoff>
{
    private const int Unlimited = -1;

    public void Configure(EntityTypeBuilder<Company> builder)
    {
        Owned(builder.Property(company => company.Id));
        builder.HasIndex(company => company.Rut).IsUnique();
        builder.HasIndex(company => company.Name);
        builder.HasIndex(company => company.MailDomain);
    }

    public void Configure(EntityTypeBuilder<Contact> builder)
    {
        Owned(builder.Property(contact => contact.Id));
        builder.Ignore(contact => contact.FullName);
        builder.HasIndex(contact => contact.Email).IsUnique();
        builder.HasOne<Company>().WithMany().HasForeignKey(contact => contact.CompanyId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Unit> builder)
    {
        Owned(builder.Property(unit => unit.Id));
        builder.HasIndex(unit => unit.Code).IsUnique();
        builder.HasOne<Unit>().WithMany().HasForeignKey(unit => unit.ParentId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Group> builder)
    {
        Owned(builder.Property(group => group.Id));
        builder.HasIndex(group => group.Code).IsUnique();
        builder.HasOne<Unit>().WithMany().HasForeignKey(group => group.UnitId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<GroupMember> builder)
    {
        builder.HasKey(member => new { member.GroupId, member.AgentId });
        builder.HasIndex(member => member.AgentId);
        builder.HasOne<Group>().WithMany().HasForeignKey(member => member.GroupId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Agent>().WithMany().HasForeignKey(member => member.AgentId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Agent> builder)
    {
        Owned(builder.Property(agent => agent.Id));
        builder.HasIndex(agent => agent.Code).IsUnique();
        builder.HasIndex(agent => agent.Email).IsUnique();
        builder.Property(agent => agent.WantsDigest).HasDefaultValue(true);
        builder.HasOne<Unit>().WithMany().HasForeignKey(agent => agent.UnitId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Topic> builder)
    {
        Owned(builder.Property(topic => topic.Id));
        builder.HasIndex(topic => topic.Code).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Ticket> builder)
    {
        Owned(builder.Property(ticket => ticket.Id));
        builder.Property(ticket => ticket.Number).HasMaxLength(20);
        builder.Property(ticket => ticket.Why).HasMaxLength(Unlimited);
        builder.Property(ticket => ticket.Agreement).HasMaxLength(Unlimited);
        builder.Property(ticket => ticket.Resolution).HasMaxLength(Unlimited);
        builder.Property(ticket => ticket.Version).IsConcurrencyToken();
        builder.HasIndex(ticket => ticket.Number).IsUnique();
        builder.HasIndex(ticket => ticket.RequestKey).IsUnique();
        builder.HasIndex(ticket => new { ticket.AssigneeId, ticket.Status, ticket.DueAt });
        builder.HasIndex(ticket => new { ticket.GroupId, ticket.Status, ticket.DueAt });
        builder.HasIndex(ticket => new { ticket.CompanyId, ticket.OpenedAt });
        builder.HasIndex(ticket => new { ticket.Status, ticket.Stage, ticket.DueAt });
        builder.HasIndex(ticket => ticket.OpenedAt);
        builder.HasIndex(ticket => ticket.MergedIntoId);
        builder.HasIndex(ticket => ticket.WaitsSince);
        builder.HasIndex(ticket => new { ticket.AssigneeId, ticket.WaitsSince });
        builder.HasOne<Company>().WithMany().HasForeignKey(ticket => ticket.CompanyId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Contact>().WithMany().HasForeignKey(ticket => ticket.ContactId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Topic>().WithMany().HasForeignKey(ticket => ticket.TopicId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Agent>().WithMany().HasForeignKey(ticket => ticket.AssigneeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Group>().WithMany().HasForeignKey(ticket => ticket.GroupId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<StageVisit> builder)
    {
        Owned(builder.Property(visit => visit.Id));
        PartOfTicket(builder, nameof(StageVisit.TicketId));
        builder.HasIndex(visit => new { visit.Stage, visit.EnteredAt });
    }

    public void Configure(EntityTypeBuilder<Message> builder)
    {
        Owned(builder.Property(message => message.Id));
        builder.Property(message => message.Body).HasMaxLength(Unlimited);
        PartOfTicket(builder, nameof(Message.TicketId));
    }

    public void Configure(EntityTypeBuilder<Attachment> builder)
    {
        Owned(builder.Property(attachment => attachment.Id));
        builder.Property(attachment => attachment.Sha256).HasMaxLength(64);
        builder.HasIndex(attachment => attachment.Sha256);
        PartOfTicket(builder, nameof(Attachment.TicketId));
    }

    public void Configure(EntityTypeBuilder<Follower> builder)
    {
        builder.HasKey(follower => new { follower.TicketId, follower.AgentId });
        builder.HasIndex(follower => follower.AgentId);
    }

    public void Configure(EntityTypeBuilder<TicketEvent> builder)
    {
        builder.Property(happened => happened.Data).HasMaxLength(Unlimited);
        builder.HasIndex(happened => happened.TicketId);
        builder.HasIndex(happened => new { happened.Type, happened.At });
    }

    public void Configure(EntityTypeBuilder<Survey> builder)
    {
        Owned(builder.Property(survey => survey.Id));
        builder.Property(survey => survey.Comment).HasMaxLength(4000);
        builder.HasIndex(survey => survey.AnsweredAt);
        PartOfTicket(builder, nameof(Survey.TicketId));
    }

    public void Configure(EntityTypeBuilder<Handoff> builder)
    {
        Owned(builder.Property(handoff => handoff.Id));
        builder.Property(handoff => handoff.Request).HasMaxLength(Unlimited);
        builder.Property(handoff => handoff.Answer).HasMaxLength(Unlimited);
        builder.HasIndex(handoff => new { handoff.UnitId, handoff.Status, handoff.DueAt });
        PartOfTicket(builder, nameof(Handoff.TicketId));
    }

    internal static void PartOfTicket<T>(EntityTypeBuilder<T> builder, string foreignKey) where T : class
    {
        builder.HasOne<Ticket>().WithMany().HasForeignKey(foreignKey).OnDelete(DeleteBehavior.Cascade);
    }

    // Keys are made by the step, so that a whole step is one batch.
    internal static void Owned(PropertyBuilder<Guid> key) => key.ValueGeneratedNever();
}
