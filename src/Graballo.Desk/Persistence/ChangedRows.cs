using System.Globalization;
using System.Text;
using Graballo.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Graballo.Desk.Persistence;

/// <summary>
/// Saves the rows of many tickets that changed alike by one UPDATE for all of them, where EF Core sends one each; for jobs that work through
/// many tickets in a transaction.
/// </summary>
internal static class ChangedRows
{
    // The fewest that a provider takes (SQL Server) are 2,100.
    private const int MostParameters = 2_000;

    /// <summary>Inside the caller's transaction; what is left is for <see cref="NewRows"/>.</summary>
    /// <exception cref="DbUpdateConcurrencyException">Somebody else changed one of them meanwhile.</exception>
    public static async Task Save(DeskDbContext db, CancellationToken ct)
    {
        db.ChangeTracker.DetectChanges();
        // Tickets first: their versions say whether anybody was there meanwhile.
        var alike = db.ChangeTracker.Entries().Where(entry => entry.State == EntityState.Modified)
            .GroupBy(entry => (Type: entry.Metadata, Which: string.Join(',', Modified(entry).Select(property => property.GetIndex()))))
            .Where(rows => rows.Key.Which.Length > 0 && rows.Skip(1).Any()).OrderBy(rows => rows.Key.Type.ClrType != typeof(Ticket)).Select(rows => rows.ToList()).ToList();
        foreach (var rows in alike)
        {
            var shape = Shape.Of(rows[0].Metadata, [.. Modified(rows[0])]);
            foreach (var some in rows.Chunk(MostParameters / shape.Width))
                await Update(db, shape, some, ct);
            // Saved, as EF Core sees it. To let go of a ticket would let go of what belongs to it, with its changes.
            foreach (var row in rows)
            {
                row.OriginalValues.SetValues(row.CurrentValues);
                row.State = EntityState.Unchanged;
            }
        }
    }

    private static IEnumerable<IProperty> Modified(EntityEntry entry) => entry.Metadata.GetProperties().Where(property => entry.Property(property).IsModified);

    private static async Task Update(DeskDbContext db, Shape shape, EntityEntry[] rows, CancellationToken ct)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = shape.Sql(rows.Length, db.HasSingleWriter);
        foreach (var row in rows)
        {
            foreach (var (property, was) in shape.Values)
            {
                var value = was ? row.Property(property).OriginalValue : row.Property(property).CurrentValue;
                command.Parameters.Add(property.GetRelationalTypeMapping().CreateParameter(command, Name(command.Parameters.Count), value, property.IsNullable));
            }
        }
        if (await command.ExecuteNonQueryAsync(ct) != rows.Length)
            throw new DbUpdateConcurrencyException($"Somebody else changed {shape.Table} meanwhile.");
    }

    private static string Name(int number) => "@p" + number.ToString(CultureInfo.InvariantCulture);

    /// <param name="Values">Of one row, in the order of the parameters: the key, what must still be as it was, what changes.</param>
    /// <param name="Conditions">How many of them say which row.</param>
    private sealed record Shape(string Table, IReadOnlyList<(IProperty Property, bool Was)> Values, int Conditions)
    {
        public int Width => Values.Count;

        public static Shape Of(IEntityType type, IReadOnlyList<IProperty> modified)
        {
            var key = type.FindPrimaryKey()!.Properties;
            var which = key.Concat(type.GetProperties().Where(property => property.IsConcurrencyToken && !key.Contains(property))).ToList();
            return new Shape(type.GetTableName()!, [.. which.Select(property => (property, true)), .. modified.Select(property => (property, false))], which.Count);
        }

        // The embedded database names the columns of values only in a WITH, SQL Server only in a FROM; PostgreSQL in both.
        public string Sql(int rows, bool embedded)
        {
            var columns = string.Join(", ", Enumerable.Range(0, Width).Select(number => "c" + number.ToString(CultureInfo.InvariantCulture)));
            var values = new StringBuilder("VALUES ");
            for (var row = 0; row < rows; row++)
                values.Append(row == 0 ? "(" : ", (").AppendJoin(", ", Enumerable.Range(row * Width, Width).Select(Name)).Append(')');
            var sets = string.Join(", ", Enumerable.Range(Conditions, Width - Conditions).Select(number => $"{Column(number)} = v.c{number}"));
            var where = string.Join(" AND ", Enumerable.Range(0, Conditions).Select(number => $"{Table}.{Column(number)} = v.c{number}"));
            return embedded
                ? $"WITH v({columns}) AS ({values}) UPDATE {Table} SET {sets} FROM v WHERE {where}"
                : $"UPDATE {Table} SET {sets} FROM ({values}) AS v({columns}) WHERE {where}";
        }

        private string Column(int number) => $"\"{Values[number].Property.GetColumnName()}\"";
    }
}
