using Graballo.Desk.Persistence;
using Graballo.Desk.PostgreSql;
using Graballo.Desk.Sqlite;
using Graballo.Desk.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace Graballo.Desk.Tests;

public sealed class StorageTests
{
    [Theory, InlineData("Sqlite"), InlineData("PostgreSql"), InlineData("SqlServer")]
    public void The_migrations_say_all_that_the_model_says(string provider)
    {
        using var db = Context(provider);
        db.Database.HasPendingModelChanges().Should().BeFalse("eng/migrate NAME adds what is missing");
    }

    [Fact]
    public void The_script_for_SQL_Server_is_T_SQL_that_its_parser_takes()
    {
        using var db = Context("SqlServer");
        var script = db.Database.GenerateCreateScript();
        new TSql170Parser(initialQuotedIdentifiers: true).Parse(new StringReader(script), out var errors);
        errors.Select(error => $"{error.Line}: {error.Message}").Should().BeEmpty();
        script.Should().Contain("CREATE TABLE [tickets]");
    }

    private static DeskDbContext Context(string provider)
    {
        var options = new DbContextOptionsBuilder<DeskDbContext>();
        switch (provider)
        {
            case "PostgreSql":
                PostgreSqlDesk.Use(options, "Host=localhost;Database=none");
                break;
            case "SqlServer":
                SqlServerDesk.Use(options, "Server=localhost;Database=none;Encrypt=false");
                break;
            default:
                SqliteDesk.Use(options, "Data Source=:memory:");
                break;
        }
        return new DeskDbContext(options.Options);
    }

    [Fact]
    public void A_correlation_key_of_any_length_has_its_place_and_stays_itself()
    {
        var (one, other) = (new string('k', 5_000), new string('k', 4_999) + "x");
        Subscription.Key(one)!.Length.Should().Be(Subscription.LongestKey);
        Subscription.Key("pedido-7").Should().Be("pedido-7");
        var waiting = new Subscription { SubscriptionKey = "s", Name = "pago", CorrelationKey = Subscription.Key(one) };
        (waiting.Takes("pago", one), waiting.Takes("pago", other), waiting.Takes("pago", null), waiting.Takes("otro", one)).Should().Be((true, false, false, false));
    }
}
