using Graballo.Domain.Clients;
using Graballo.Domain.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using static Graballo.Desk.Persistence.Mappings;

namespace Graballo.Desk.Persistence;

// A calendar that somebody refers to cannot go.
internal sealed class CalendarRowMappings :
    IEntityTypeConfiguration<StoredCalendar>, IEntityTypeConfiguration<CalendarEdit>, IEntityTypeConfiguration<ChannelCalendar>,
    IEntityTypeConfiguration<Unit>, IEntityTypeConfiguration<Group>, IEntityTypeConfiguration<Company>
{
    private const int Unlimited = -1;
    private const int LongestHours = 2000;

    public void Configure(EntityTypeBuilder<StoredCalendar> builder)
    {
        Owned(builder.Property(calendar => calendar.Id));
        builder.Property(calendar => calendar.Hours).HasMaxLength(LongestHours);
        builder.Property(calendar => calendar.Exceptions).HasMaxLength(Unlimited);
        builder.Property(calendar => calendar.Version).IsConcurrencyToken();
        builder.HasIndex(calendar => calendar.Code).IsUnique();
    }

    public void Configure(EntityTypeBuilder<CalendarEdit> builder)
    {
        Owned(builder.Property(edit => edit.Id));
        builder.Property(edit => edit.Hours).HasMaxLength(LongestHours);
        builder.Property(edit => edit.Exceptions).HasMaxLength(Unlimited);
        builder.HasIndex(edit => new { edit.CalendarId, edit.Version }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<ChannelCalendar> builder)
    {
        builder.HasKey(row => row.Channel);
        builder.HasOne<StoredCalendar>().WithMany().HasForeignKey(row => row.CalendarId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Unit> builder) =>
        builder.HasOne<StoredCalendar>().WithMany().HasForeignKey(unit => unit.CalendarId).OnDelete(DeleteBehavior.Restrict);

    public void Configure(EntityTypeBuilder<Group> builder) =>
        builder.HasOne<StoredCalendar>().WithMany().HasForeignKey(group => group.CalendarId).OnDelete(DeleteBehavior.Restrict);

    public void Configure(EntityTypeBuilder<Company> builder) =>
        builder.HasOne<StoredCalendar>().WithMany().HasForeignKey(company => company.CalendarId).OnDelete(DeleteBehavior.Restrict);
}
