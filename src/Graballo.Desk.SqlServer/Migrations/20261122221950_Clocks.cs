using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Graballo.Desk.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Clocks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_sla_clocks_ticket_id_target",
                table: "sla_clocks");

            migrationBuilder.AddColumn<string>(
                name: "agreement",
                table: "tickets",
                type: "nvarchar(max)",
                maxLength: -1,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "merged_into_id",
                table: "tickets",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "about",
                table: "sla_clocks",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "carried_seconds",
                table: "sla_clocks",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<bool>(
                name: "is_cancelled",
                table: "sla_clocks",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "paused_for",
                table: "sla_clocks",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "ref",
                table: "sla_clocks",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "warn_seconds",
                table: "sla_clocks",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "climbed_rungs",
                columns: table => new
                {
                    clock_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    rung = table.Column<int>(type: "int", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    did = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_climbed_rungs", x => new { x.clock_id, x.rung });
                    table.ForeignKey(
                        name: "fk_climbed_rungs_sla_clocks_clock_id",
                        column: x => x.clock_id,
                        principalTable: "sla_clocks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "recount_runs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    cause = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    what = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    status = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    total = table.Column<int>(type: "int", nullable: false),
                    seen = table.Column<int>(type: "int", nullable: false),
                    changed = table.Column<int>(type: "int", nullable: false),
                    failed = table.Column<int>(type: "int", nullable: false),
                    error = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true),
                    started_by_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    started_by = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true),
                    after = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    claimed_until = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recount_runs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sla_segments",
                columns: table => new
                {
                    clock_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    seq = table.Column<int>(type: "int", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    waiting = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false),
                    policy = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    calendar = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    allowed_seconds = table.Column<long>(type: "bigint", nullable: false),
                    warn_seconds = table.Column<long>(type: "bigint", nullable: false),
                    pauses_for = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: false),
                    fixed_due_at = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sla_segments", x => new { x.clock_id, x.seq });
                    table.ForeignKey(
                        name: "fk_sla_segments_sla_clocks_clock_id",
                        column: x => x.clock_id,
                        principalTable: "sla_clocks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_merged_into_id",
                table: "tickets",
                column: "merged_into_id");

            migrationBuilder.CreateIndex(
                name: "ix_sla_clocks_ticket_id_target_ref",
                table: "sla_clocks",
                columns: new[] { "ticket_id", "target", "ref" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_climbed_rungs_ticket_id",
                table: "climbed_rungs",
                column: "ticket_id");

            migrationBuilder.CreateIndex(
                name: "ix_recount_runs_status_claimed_until",
                table: "recount_runs",
                columns: new[] { "status", "claimed_until" });

            migrationBuilder.CreateIndex(
                name: "ix_sla_segments_ticket_id",
                table: "sla_segments",
                column: "ticket_id");

            foreach (var statement in Persistence.OldClocks.Statements)
                migrationBuilder.Sql(statement);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "climbed_rungs");

            migrationBuilder.DropTable(
                name: "recount_runs");

            migrationBuilder.DropTable(
                name: "sla_segments");

            migrationBuilder.DropIndex(
                name: "ix_tickets_merged_into_id",
                table: "tickets");

            migrationBuilder.DropIndex(
                name: "ix_sla_clocks_ticket_id_target_ref",
                table: "sla_clocks");

            migrationBuilder.DropColumn(
                name: "agreement",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "merged_into_id",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "about",
                table: "sla_clocks");

            migrationBuilder.DropColumn(
                name: "carried_seconds",
                table: "sla_clocks");

            migrationBuilder.DropColumn(
                name: "is_cancelled",
                table: "sla_clocks");

            migrationBuilder.DropColumn(
                name: "paused_for",
                table: "sla_clocks");

            migrationBuilder.DropColumn(
                name: "ref",
                table: "sla_clocks");

            migrationBuilder.DropColumn(
                name: "warn_seconds",
                table: "sla_clocks");

            migrationBuilder.CreateIndex(
                name: "ix_sla_clocks_ticket_id_target",
                table: "sla_clocks",
                columns: new[] { "ticket_id", "target" },
                unique: true);
        }
    }
}
