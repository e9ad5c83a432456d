using Graballo.Desk.Demo;
using Graballo.Desk.Jobs;
using Graballo.Desk.Persistence;
using Graballo.Domain.Tickets;
using Graballo.Server.Startup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Graballo.Desk.Tests.Hosting;

/// <summary>A desk with the demonstration organisation on a database of its own, with a clock that the test turns.</summary>
public sealed class DeskHost : IAsyncDisposable
{
    public const string Sqlite = "Sqlite";
    public const string PostgreSql = "PostgreSql";

    /// <summary>A Tuesday in winter, 10:00 in Santiago (UTC-4).</summary>
    public static readonly DateTimeOffset Morning = new(2026, 7, 7, 14, 0, 0, TimeSpan.Zero);

    private readonly string _folder;
    private readonly ServiceProvider _services;
    private readonly IConfiguration _configuration;
    private readonly List<ServiceProvider> _others = [];

    private DeskHost(string folder, ServiceProvider services, FakeTimeProvider clock, IConfiguration configuration) =>
        (_folder, _services, Clock, _configuration) = (folder, services, clock, configuration);

    public FakeTimeProvider Clock { get; }

    public PostBox Mail { get; private init; } = new();

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <param name="provider">Of the database.</param>
    /// <param name="settings">Beyond those of the tests.</param>
    public static async Task<DeskHost> Start(string provider, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var folder = Directory.CreateTempSubdirectory("graballo-desk-").FullName;
        var clock = new FakeTimeProvider(Morning);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = provider,
            ["Database:Connection"] = provider == Sqlite ? $"Data Source={folder}/desk.db" : PostgresServer.Instance.NewDatabase(),
            ["Desk:AttachmentFolder"] = folder + "/attachments",
            ["Demo:Load"] = "false",
        }).AddInMemoryCollection(settings ?? new Dictionary<string, string?>()).Build();
        var box = new PostBox();
        var built = Build(configuration, clock, box);
        await built.GetRequiredService<FirstStart>().Prepare(_ => { }, CancellationToken.None);
        await built.GetRequiredService<DemoOrganisation>().Load(0, CancellationToken.None);
        return new DeskHost(folder, built, clock, configuration) { Mail = box };
    }

    private static ServiceProvider Build(IConfiguration configuration, FakeTimeProvider clock, PostBox box)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(configuration);
        services.AddSingleton<TimeProvider>(clock);
        Wiring.AddDesk(services, configuration);
        services.AddGraballoAccounts();
        services.AddSingleton<IMailSender>(box);
        return services.BuildServiceProvider();
    }

    /// <summary>The same part of another node on the same database, which remembers nothing of this one.</summary>
    public T OfAnotherNode<T>() where T : notnull
    {
        var other = Build(_configuration, Clock, Mail);
        _others.Add(other);
        return other.CreateScope().ServiceProvider.GetRequiredService<T>();
    }

    /// <summary>A verb or query, or any other part.</summary>
    public T Get<T>() where T : notnull => _services.CreateScope().ServiceProvider.GetRequiredService<T>();

    public DeskDbContext Database() => _services.GetRequiredService<IDbContextFactory<DeskDbContext>>().CreateDbContext();

    /// <summary>The person with this mail address, as the sign-in makes it.</summary>
    public async Task<Actor> Who(string email)
    {
        await using var db = Database();
        var user = await db.Users.SingleAsync(row => row.Email == email);
        var roles = await (from given in db.UserRoles join role in db.Roles on given.RoleId equals role.Id where given.UserId == user.Id select role.Name!).ToListAsync();
        var company = user.ContactId is { } contact ? await db.Contacts.Where(row => row.Id == contact).Select(row => (Guid?)row.CompanyId).SingleAsync() : null;
        return new Actor(user.Id, user.DisplayName, roles.ToHashSet(), user.AgentId, user.ContactId, company);
    }

    public Task<Actor> Client() => Who("camila.rojas@losboldos.example");

    public async Task<Actor> OtherClient()
    {
        await using var db = Database();
        var mine = (await Client()).CompanyId;
        return await Who(await db.Contacts.Where(row => row.CompanyId != mine).OrderBy(row => row.Email).Select(row => row.Email).FirstAsync());
    }

    /// <summary>The responsible of a ticket.</summary>
    public async Task<Actor> Responsible(string number)
    {
        await using var db = Database();
        var agent = await (from ticket in db.Tickets join row in db.Agents on ticket.AssigneeId equals row.Id where ticket.Number == number select row.Email).SingleAsync();
        return await Who(agent);
    }

    /// <summary>Opens a ticket of the client's with a lifecycle flow; returns its number.</summary>
    public async Task<string> Open(string topic = "factura-monto", Actor? client = null)
    {
        var opened = await Get<Tickets.OpenTicketHandler>().Handle(
            new Tickets.OpenTicket(topic, "Factura con monto errado", "La factura 1234 no coincide.", Channel.Web), client ?? await Client(), CancellationToken.None);
        opened.Refusal.Should().BeNull();
        return opened.Value!.Number;
    }

    public async Task<Ticket> Ticket(string number)
    {
        await using var db = Database();
        return await db.Tickets.AsNoTracking().SingleAsync(row => row.Number == number);
    }

    /// <summary>Makes every service call that is due now.</summary>
    public Task<int> CallOut() => Get<CallPump>().Drain(CancellationToken.None);

    /// <summary>Deploys a flow of the tests as the newest version of the shipped one.</summary>
    public async Task Deploy(string xml)
    {
        var deployed = await Get<Flows.DeployDefinitionHandler>().Handle(new Flows.DeployDefinition(DefinitionKind.Flow, xml, null, null), Actor.System, CancellationToken.None);
        deployed.Refusal.Should().BeNull();
    }

    /// <summary>Deploys one decision as a whole file: a literal expression under the name of a shipped file.</summary>
    /// <param name="file">Name of the model, which makes the key of the file.</param>
    /// <param name="id">Of the decision.</param>
    /// <param name="expression">FEEL.</param>
    /// <param name="inputs">Names of what it asks for.</param>
    public async Task Decide(string file, string id, string expression, params string[] inputs)
    {
        var xml = $"""
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="{file}" namespace="urn:test">
              <decision id="{id}" name="Decisión">
                <variable id="v" name="Decisión"/>
                {string.Concat(inputs.Select(input => $"<informationRequirement id=\"r-{input}\"><requiredInput href=\"#{input}\"/></informationRequirement>"))}
                <literalExpression id="e"><text>{System.Security.SecurityElement.Escape(expression)}</text></literalExpression>
              </decision>
              {string.Concat(inputs.Select(input => $"<inputData id=\"{input}\" name=\"{input}\"><variable id=\"v-{input}\" name=\"{input}\"/></inputData>"))}
            </definitions>
            """;
        var deployed = await Get<Flows.DeployDefinitionHandler>().Handle(new Flows.DeployDefinition(DefinitionKind.Decision, xml, null, null), Actor.System, CancellationToken.None);
        deployed.Refusal.Should().BeNull();
    }

    /// <summary>Turns the clock, firing what comes due on the way in its own time.</summary>
    public async Task Pass(TimeSpan time)
    {
        var until = Now + time;
        while (true)
        {
            await using var db = Database();
            var next = await db.Timers.Where(row => row.DueAt <= until).OrderBy(row => row.DueAt).Select(row => (DateTimeOffset?)row.DueAt).FirstOrDefaultAsync();
            if (next is null)
                break;
            if (next > Now)
                Clock.SetUtcNow(next.Value);
            await Get<TimerSweep>().Sweep(CancellationToken.None);
        }
        Clock.SetUtcNow(until);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var other in _others)
            await other.DisposeAsync();
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>Takes the mails of a test; can be told to fail.</summary>
public sealed class PostBox : IMailSender
{
    private readonly List<OutboxMessage> _taken = [];

    public Exception? Failure { get; set; }

    public IReadOnlyList<OutboxMessage> Taken => _taken;

    public Task Send(OutboxMessage message, CancellationToken ct)
    {
        if (Failure is not null)
            throw Failure;
        lock (_taken)
            _taken.Add(message);
        return Task.CompletedTask;
    }
}
