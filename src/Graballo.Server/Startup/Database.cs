using System.ComponentModel.DataAnnotations;
using Graballo.Desk.PostgreSql;
using Graballo.Desk.Sqlite;
using Graballo.Desk.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace Graballo.Server.Startup;

/// <summary>Where the desk keeps everything. Section <c>Database</c>.</summary>
public sealed class DatabaseSettings : IValidatableObject
{
    public const string Sqlite = "Sqlite";
    public const string PostgreSql = "PostgreSql";
    public const string SqlServer = "SqlServer";

    /// <summary>Sqlite (embedded), PostgreSql or SqlServer.</summary>
    [Required]
    public string Provider { get; set; } = Sqlite;

    /// <summary>The provider's connection string.</summary>
    [Required]
    public string Connection { get; set; } = "Data Source=data/graballo.db";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Provider is not (Sqlite or PostgreSql or SqlServer))
            yield return new ValidationResult($"Provider must be {Sqlite}, {PostgreSql} or {SqlServer}, not '{Provider}'.", [nameof(Provider)]);
        else if (Unreadable() is { } why)
            yield return new ValidationResult($"Connection cannot be read as one of {Provider}: {why}", [nameof(Connection)]);
    }

    private string? Unreadable()
    {
        try
        {
            _ = Provider switch
            {
                PostgreSql => new Npgsql.NpgsqlConnectionStringBuilder(Connection),
                SqlServer => new Microsoft.Data.SqlClient.SqlConnectionStringBuilder(Connection),
                _ => (System.Data.Common.DbConnectionStringBuilder)new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(Connection),
            };
            return null;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException)
        {
            return error.Message;
        }
    }

    public void Use(DbContextOptionsBuilder options)
    {
        switch (Provider)
        {
            case PostgreSql:
                PostgreSqlDesk.Use(options, Connection);
                break;
            case SqlServer:
                SqlServerDesk.Use(options, Connection);
                break;
            default:
                SqliteDesk.Use(options, Connection);
                break;
        }
    }

    /// <summary>The embedded database's folder is made when it is missing.</summary>
    public void MakeFolder()
    {
        if (Provider == Sqlite && new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(Connection).DataSource is { Length: > 0 } file
            && Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
            Folders.MustTake("the folder of Database:Connection", folder);
    }
}
