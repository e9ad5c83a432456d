using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Graballo.Desk.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class PeopleAndDeliveries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "deputy_id",
                table: "units",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "payload",
                table: "timers",
                type: "TEXT",
                maxLength: -1,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "waits_since",
                table: "tickets",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "digested_on",
                table: "agents",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "shift",
                table: "agents",
                type: "TEXT",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "wants_digest",
                table: "agents",
                type: "INTEGER",
                nullable: false,
                defaultValue: true);

            migrationBuilder.CreateTable(
                name: "absences",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    agent_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    from = table.Column<long>(type: "INTEGER", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    cover_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    note = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    recorded_by = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    begun_at = table.Column<long>(type: "INTEGER", nullable: true),
                    cancelled_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_absences", x => x.id);
                    table.ForeignKey(
                        name: "fk_absences_agents_agent_id",
                        column: x => x.agent_id,
                        principalTable: "agents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_absences_agents_cover_id",
                        column: x => x.cover_id,
                        principalTable: "agents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "channel_capacities",
                columns: table => new
                {
                    agent_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    channel = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    most = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_channel_capacities", x => new { x.agent_id, x.channel });
                    table.ForeignKey(
                        name: "fk_channel_capacities_agents_agent_id",
                        column: x => x.agent_id,
                        principalTable: "agents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "delegations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    from_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    to_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    from = table.Column<long>(type: "INTEGER", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: false),
                    note = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    recorded_by = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    recorded_at = table.Column<long>(type: "INTEGER", nullable: false),
                    cancelled_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_delegations", x => x.id);
                    table.ForeignKey(
                        name: "fk_delegations_agents_from_id",
                        column: x => x.from_id,
                        principalTable: "agents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_delegations_agents_to_id",
                        column: x => x.to_id,
                        principalTable: "agents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_assignee_id_waits_since",
                table: "tickets",
                columns: new[] { "assignee_id", "waits_since" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_waits_since",
                table: "tickets",
                column: "waits_since");

            migrationBuilder.CreateIndex(
                name: "ix_absences_agent_id_from",
                table: "absences",
                columns: new[] { "agent_id", "from" });

            migrationBuilder.CreateIndex(
                name: "ix_absences_cover_id",
                table: "absences",
                column: "cover_id");

            migrationBuilder.CreateIndex(
                name: "ix_absences_until",
                table: "absences",
                column: "until");

            migrationBuilder.CreateIndex(
                name: "ix_delegations_from_id",
                table: "delegations",
                column: "from_id");

            migrationBuilder.CreateIndex(
                name: "ix_delegations_to_id_until",
                table: "delegations",
                columns: new[] { "to_id", "until" });

            migrationBuilder.CreateIndex(
                name: "ix_delegations_until",
                table: "delegations",
                column: "until");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "absences");

            migrationBuilder.DropTable(
                name: "channel_capacities");

            migrationBuilder.DropTable(
                name: "delegations");

            migrationBuilder.DropIndex(
                name: "ix_tickets_assignee_id_waits_since",
                table: "tickets");

            migrationBuilder.DropIndex(
                name: "ix_tickets_waits_since",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "deputy_id",
                table: "units");

            migrationBuilder.DropColumn(
                name: "payload",
                table: "timers");

            migrationBuilder.DropColumn(
                name: "waits_since",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "digested_on",
                table: "agents");

            migrationBuilder.DropColumn(
                name: "shift",
                table: "agents");

            migrationBuilder.DropColumn(
                name: "wants_digest",
                table: "agents");
        }
    }
}
