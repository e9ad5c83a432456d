namespace Graballo.Domain.Clients;

/// <summary>How much a client means to the business; policies read it.</summary>
public enum Segment
{
    /// <summary>Small and medium companies.</summary>
    Pyme,

    /// <summary>Corporate clients.</summary>
    Corporativo,

    /// <summary>The few whose loss would hurt.</summary>
    Estrategico,
}

/// <summary>A client: a company that raises requests through its contacts.</summary>
public sealed class Company
{
    public Guid Id { get; set; }

    /// <summary>The RUT in storage form (<see cref="Rut.ToStorage"/>); null for a company that has not told it.</summary>
    public string? Rut { get; set; }

    public required string Name { get; set; }

    public Segment Segment { get; set; }

    /// <summary>The domain that its mail comes from, lower case; null when unknown.</summary>
    public string? MailDomain { get; set; }

    /// <summary>The executive that this client always deals with; null: the group decides.</summary>
    public Guid? ExecutiveId { get; set; }

    /// <summary>The group that attends this client whatever the topic; null: the topic decides.</summary>
    public Guid? GroupId { get; set; }

    /// <summary>The business calendar that was agreed with this client; null: that of whoever attends it.</summary>
    public Guid? CalendarId { get; set; }

    public bool IsActive { get; set; } = true;
}

/// <summary>A user of a client company: the person who asks.</summary>
public sealed class Contact
{
    public Guid Id { get; set; }

    public Guid CompanyId { get; set; }

    public required string FirstName { get; set; }

    public required string LastName { get; set; }

    public required string Email { get; set; }

    /// <summary>International form (+56…); null when unknown.</summary>
    public string? Phone { get; set; }

    public string? Position { get; set; }

    /// <summary>The culture that this person is written to in: <c>es-CL</c> or <c>en</c>.</summary>
    public string Locale { get; set; } = "es-CL";

    public bool IsActive { get; set; } = true;

    public string FullName => FirstName + " " + LastName;
}
