using Graballo.Desk.Calendars;
using Graballo.Desk.Persistence;
using Graballo.Desk.Runtime;
using Graballo.Domain.Clients;
using Graballo.Domain.Organisation;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Desk.Demo;

/// <summary>A sign-in of the demonstration.</summary>
public sealed record DemoSignIn(string Role, string Email, string Name);

/// <summary>
/// The demonstration organisation: Cordillera Servicios, four levels, 5 groups, 40 people, 3 back-office units, 60 client
/// companies with their users, 25 topics. The same every time.
/// </summary>
public sealed class DemoOrganisation(IDbContextFactory<DeskDbContext> databases, TimeProvider clock)
{
    public const string Password = "graballo-demo";

    /// <summary>Counts the tickets of the first history that are still to be told: more than none after a start that was cut off.</summary>
    public const string StillToTell = "demo-still-to-tell";

    private const string MailDomain = "cordillera.example";
    private const int Companies = 60;

    private readonly Random _random = new(1879);
    private readonly HashSet<string> _emails = [];
    private DeskDbContext _db = null!;
    private DateTimeOffset _now;
    private string _passwordHash = "";

    /// <summary>One sign-in for each role, as the first start prints them.</summary>
    public static readonly IReadOnlyList<DemoSignIn> SignIns =
    [
        new(Role.Client, "camila.rojas@losboldos.example", "Camila Rojas"),
        new(Role.Executive, "valentina.soto@cordillera.example", "Valentina Soto"),
        new(Role.BackOffice, "patricio.nunez@cordillera.example", "Patricio Núñez"),
        new(Role.Supervisor, "marcela.vergara@cordillera.example", "Marcela Vergara"),
        new(Role.Manager, "rodrigo.castillo@cordillera.example", "Rodrigo Castillo"),
        new(Role.ProcessOwner, "ximena.cortes@cordillera.example", "Ximena Cortés"),
        new(Role.Administrator, "alejandro.herrera@cordillera.example", "Alejandro Herrera"),
    ];

    /// <summary>Loads it into an empty desk; false when there is an organisation already.</summary>
    /// <param name="tickets">Tickets of history that are to be told of it; the counter <see cref="StillToTell"/> remembers them.</param>
    public async Task<bool> Load(int tickets, CancellationToken ct)
    {
        await using var db = await databases.CreateDbContextAsync(ct);
        if (await db.Units.AnyAsync(ct))
            return false;
        (_db, _now) = (db, clock.GetUtcNow());
        _passwordHash = new PasswordHasher<DeskUser>().HashPassword(new DeskUser { DisplayName = "" }, Password);
        await _db.Roles.LoadAsync(ct);
        foreach (var (code, name, nameEn, area) in DemoNames.Topics)
            _db.Topics.Add(new Topic { Id = NewId(), Code = code, Name = name, NameEn = nameEn, Area = area });
        var groups = AddPeople();
        AddClients(groups);
        _db.MessageTemplates.AddRange(DemoTemplates.Of(
            groups.ToDictionary(group => group.Key, group => group.Value.Group.Id), _db.Topics.Local.ToDictionary(topic => topic.Code, topic => topic.Id), _now, NewId));
        _db.Counters.Add(new Counter { Name = StillToTell, Next = tickets });
        try
        {
            await _db.SaveChangesAsync(ct);
            return true;
        }
        catch (DbUpdateException error) when (Conflicts.IsConflict(error))
        {
            // Another node that starts with this one was quicker.
            return false;
        }
    }

    private Dictionary<string, (Group Group, List<Agent> Members)> AddPeople()
    {
        var whole = AddUnit(null, "cordillera", "Cordillera Servicios");
        var clients = AddUnit(whole, "clientes", "Gerencia de Clientes");
        var operations = AddUnit(whole, "operaciones", "Gerencia de Operaciones");
        var finance = AddUnit(whole, "finanzas", "Gerencia de Finanzas");
        var technology = AddUnit(whole, "tecnologia", "Gerencia de Tecnología");
        var care = AddUnit(clients, "atencion", "Subgerencia de Atención");
        var aftersales = AddUnit(clients, "postventa", "Subgerencia de Postventa");
        var logistics = AddUnit(operations, "logistica", "Subgerencia de Logística");
        var collection = AddUnit(finance, "cobranza", "Subgerencia de Cobranza");
        var platforms = AddUnit(technology, "plataformas", "Subgerencia de Plataformas");

        whole.HeadId = AddAgent(whole, "Hernán Figueroa", Role.Manager).Id;
        clients.HeadId = AddAgent(clients, "Rodrigo Castillo", Role.Manager).Id;
        AddAgent(clients, "Ximena Cortés", Role.ProcessOwner, Role.Executive);
        AddAgent(technology, "Alejandro Herrera", Role.Administrator, Role.ProcessOwner);

        var groups = new Dictionary<string, (Group, List<Agent>)>();
        AddGroup(groups, AddUnit(care, "u-mesa", "Mesa de Atención"), "mesa", "Mesa de Atención", "Marcela Vergara", "Valentina Soto");
        AddGroup(groups, AddUnit(collection, "u-facturacion", "Atención de Facturación"), "facturacion", "Facturación y Cobranza", null, null);
        AddGroup(groups, AddUnit(logistics, "u-despacho", "Coordinación de Despachos"), "despacho", "Despacho y Logística", null, null);
        AddGroup(groups, AddUnit(platforms, "u-soporte", "Soporte a Clientes"), "soporte", "Soporte Técnico", null, null);
        AddGroup(groups, AddUnit(aftersales, "u-comercial", "Postventa Comercial"), "comercial", "Postventa Comercial", null, null);

        AddBackOffice(AddUnit(collection, "bo-finanzas", "Contabilidad y Notas de Crédito", isBackOffice: true), "Patricio Núñez", "Rosario Miranda");
        AddBackOffice(AddUnit(logistics, "bo-bodega", "Bodega Central", isBackOffice: true), "Luis Jara", "Lorena Tapia");
        AddBackOffice(AddUnit(platforms, "bo-sistemas", "Sistemas", isBackOffice: true), "Pablo Riquelme", "Andrea Pizarro");
        return groups;
    }

    private void AddGroup(
        Dictionary<string, (Group, List<Agent>)> groups, Unit unit, string code, string name, string? supervisor, string? firstMember)
    {
        var head = AddAgent(unit, supervisor ?? NewName(), Role.Supervisor, Role.Executive);
        unit.HeadId = head.Id;
        var group = new Group { Id = NewId(), UnitId = unit.Id, Code = code, Name = name, SupervisorId = head.Id, Strategy = AssignmentStrategy.Sequential };
        _db.Groups.Add(group);
        var members = new List<Agent>();
        for (var i = 0; i < 5; i++)
        {
            var agent = AddAgent(unit, i == 0 && firstMember is not null ? firstMember : NewName(), Role.Executive);
            agent.Skills = code;
            agent.Capacity = 25;
            // Support works in shifts: its capacity falls at night, when one person is there, and nobody waits until morning.
            agent.Shift = code == "soporte" && i < 4 ? CalendarSet.Standard : null;
            members.Add(agent);
            _db.GroupMembers.Add(new GroupMember { GroupId = group.Id, AgentId = agent.Id, Rank = i + 1 });
        }
        groups[code] = (group, members);
    }

    private void AddBackOffice(Unit unit, string head, string second)
    {
        unit.HeadId = AddAgent(unit, head, Role.BackOffice).Id;
        AddAgent(unit, second, Role.BackOffice);
    }

    private Unit AddUnit(Unit? parent, string code, string name, bool isBackOffice = false)
    {
        var unit = new Unit { Id = NewId(), ParentId = parent?.Id, Level = (parent?.Level ?? 0) + 1, Code = code, Name = name, IsBackOffice = isBackOffice };
        _db.Units.Add(unit);
        return unit;
    }

    private Agent AddAgent(Unit unit, string name, params string[] roles)
    {
        var local = NewLocalPart(name, MailDomain);
        var agent = new Agent { Id = NewId(), UnitId = unit.Id, Code = local.Replace('.', '-'), Name = name, Email = local + "@" + MailDomain };
        _db.Agents.Add(agent);
        AddUser(agent.Email, name, agent.Id, null, roles);
        return agent;
    }

    private void AddClients(Dictionary<string, (Group Group, List<Agent> Members)> groups)
    {
        var names = new HashSet<string>();
        for (var i = 0; i < Companies; i++)
        {
            var name = i == 0 ? "Viña Los Boldos SpA" : NewCompanyName(names);
            names.Add(name);
            var domain = Ascii(string.Concat(name.Split(' ')[1..^1])).ToLowerInvariant() + (i == 0 ? "" : (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)) + ".example";
            var company = new Company
            {
                Id = NewId(),
                Rut = Rut.FromBody(76_100_000 + (i * 31_337) + _random.Next(9_000)).ToStorage(),
                Name = name,
                MailDomain = domain,
                Segment = i % 12 == 5 ? Segment.Estrategico : i % 3 == 0 ? Segment.Corporativo : Segment.Pyme,
            };
            // The strategic few have an executive of their own.
            if (company.Segment == Segment.Estrategico)
                company.ExecutiveId = groups["comercial"].Members[i / 12 % 5].Id;
            _db.Companies.Add(company);
            for (var person = 0; person < 2 + (i % 2); person++)
                AddContact(company, domain, i == 0 && person == 0 ? "Camila Rojas" : NewName());
        }
    }

    private void AddContact(Company company, string domain, string name)
    {
        var parts = name.Split(' ');
        var contact = new Contact
        {
            Id = NewId(),
            CompanyId = company.Id,
            FirstName = parts[0],
            LastName = parts[1],
            Email = NewLocalPart(name, domain) + "@" + domain,
            Phone = "+56 9 " + _random.Next(4000, 9999) + " " + _random.Next(1000, 9999),
            Position = Pick(DemoNames.Positions),
        };
        _db.Contacts.Add(contact);
        AddUser(contact.Email, name, null, contact.Id, Role.Client);
    }

    private void AddUser(string email, string name, Guid? agentId, Guid? contactId, params string[] roles)
    {
        var user = new DeskUser
        {
            Id = NewId(),
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            EmailConfirmed = true,
            DisplayName = name,
            AgentId = agentId,
            ContactId = contactId,
            PasswordHash = _passwordHash,
            LockoutEnabled = true,
            SecurityStamp = NewId().ToString("N"),
            ConcurrencyStamp = NewId().ToString("N"),
        };
        _db.Users.Add(user);
        foreach (var role in roles)
            _db.UserRoles.Add(new IdentityUserRole<Guid> { UserId = user.Id, RoleId = _db.Roles.Local.Single(row => row.Name == role).Id });
    }

    private string NewName() => Pick(DemoNames.First) + " " + Pick(DemoNames.Last);

    private string NewCompanyName(HashSet<string> taken)
    {
        string name;
        do
        {
            name = Pick(DemoNames.CompanyHeads) + " " + Pick(DemoNames.CompanyTails) + " " + Pick(DemoNames.CompanyForms);
        }
        while (taken.Contains(name));
        return name;
    }

    private string NewLocalPart(string name, string domain)
    {
        var plain = Ascii(name).ToLowerInvariant().Replace(' ', '.');
        var local = plain;
        for (var count = 2; !_emails.Add(local + "@" + domain); count++)
            local = plain + count;
        return local;
    }

    private static string Ascii(string text) =>
        string.Concat(text.Normalize(System.Text.NormalizationForm.FormD).Where(c => c < 128 && (char.IsAsciiLetterOrDigit(c) || c == ' ')));

    private string Pick(string[] from) => from[_random.Next(from.Length)];

    private Guid NewId() => Guid.CreateVersion7(_now);
}
