using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Graballo.Desk.Persistence;

/// <summary>
/// Saves a step: what changed by EF Core, what is new by one INSERT a table. A step makes some twenty-five rows, and EF Core would
/// spend more time on them than the database does.
/// </summary>
internal static class NewRows
{
    // The fewest that a provider takes (SQL Server) are 2,100.
    private const int MostParameters = 2_000;
    private static readonly ConcurrentDictionary<IEntityType, Table> Tables = new();

    /// <summary>Like SaveChanges, inside the caller's transaction; the new entities are not tracked afterwards.</summary>
    public static async Task Save(DeskDbContext db, CancellationToken ct)
    {
        db.ChangeTracker.DetectChanges();
        var made = db.ChangeTracker.Entries().Where(entry => entry.State == EntityState.Added).ToList();
        var rows = made.GroupBy(entry => Tables.GetOrAdd(entry.Metadata, Table.Of)).OrderBy(group => group.Key.Depth)
            .Select(group => (group.Key, Entities: group.Key.InOrder(group))).ToList();
        foreach (var entry in made)
            entry.State = EntityState.Detached;
        var detects = db.ChangeTracker.AutoDetectChangesEnabled;
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        await db.SaveChangesAsync(ct);
        db.ChangeTracker.AutoDetectChangesEnabled = detects;
        foreach (var (table, entities) in rows)
        {
            foreach (var chunk in entities.Chunk(MostParameters / table.Columns.Count))
                await Insert(db, table, chunk, ct);
        }
    }

    private static async Task Insert(DeskDbContext db, Table table, object[] entities, CancellationToken ct)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = table.Sql(entities.Length);
        var number = 0;
        foreach (var entity in entities)
        {
            foreach (var column in table.Columns)
                command.Parameters.Add(column.Parameter(command, number++, entity));
        }
        await command.ExecuteNonQueryAsync(ct);
    }

    private sealed record Column(string Name, IProperty Property, RelationalTypeMapping Type, IClrPropertyGetter Value)
    {
        public DbParameter Parameter(DbCommand command, int number, object entity) =>
            Type.CreateParameter(command, "@p" + number.ToString(CultureInfo.InvariantCulture), Value.GetClrValueUsingContainingEntity(entity), Property.IsNullable);
    }

    /// <param name="Depth">0 for a table that refers to no other, else one more than the deepest that it refers to.</param>
    /// <param name="Numbered">The key that the database counts up; null when the step makes it.</param>
    private sealed record Table(string Name, IReadOnlyList<Column> Columns, int Depth, IProperty? Numbered)
    {
        private readonly ConcurrentDictionary<int, string> _sql = new();

        public static Table Of(IEntityType type)
        {
            var store = StoreObjectIdentifier.Table(type.GetTableName()!, type.GetSchema());
            var numbered = type.FindPrimaryKey()!.Properties.SingleOrDefault(property => property.ValueGenerated == ValueGenerated.OnAdd);
            return new Table(
                type.GetTableName()!,
                [.. type.GetProperties().Where(property => property != numbered)
                    .Select(property => new Column(property.GetColumnName(store)!, property, property.GetRelationalTypeMapping(), property.GetGetter()))],
                DepthOf(type),
                numbered);
        }

        /// <summary>In the order in which the step made them, where the database numbers them.</summary>
        public List<object> InOrder(IEnumerable<EntityEntry> entries) =>
            [.. (Numbered is null ? entries : entries.OrderBy(entry => entry.Property(Numbered).CurrentValue)).Select(entry => entry.Entity)];

        public string Sql(int rows) => _sql.GetOrAdd(rows, count =>
        {
            var sql = new StringBuilder($"INSERT INTO {Name} ({string.Join(", ", Columns.Select(column => $"\"{column.Name}\""))}) VALUES ");
            for (var row = 0; row < count; row++)
            {
                sql.Append(row == 0 ? "(" : ", (");
                sql.AppendJoin(", ", Enumerable.Range(row * Columns.Count, Columns.Count).Select(number => "@p" + number.ToString(CultureInfo.InvariantCulture)));
                sql.Append(')');
            }
            return sql.ToString();
        });

        private static int DepthOf(IEntityType type) =>
            type.GetForeignKeys().Select(key => key.PrincipalEntityType).Where(principal => principal != type).Select(principal => DepthOf(principal) + 1).DefaultIfEmpty(0).Max();
    }
}
