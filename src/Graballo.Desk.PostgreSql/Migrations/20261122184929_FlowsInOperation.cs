using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Graballo.Desk.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class FlowsInOperation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "migration_runs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    flow_key = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    from_id = table.Column<Guid>(type: "uuid", nullable: false),
                    to_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_version = table.Column<int>(type: "integer", nullable: false),
                    to_version = table.Column<int>(type: "integer", nullable: false),
                    mapping = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    total = table.Column<int>(type: "integer", nullable: false),
                    moved = table.Column<int>(type: "integer", nullable: false),
                    stuck = table.Column<int>(type: "integer", nullable: false),
                    started_by = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    started_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    claimed_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_migration_runs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "reconciliations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    instances = table.Column<int>(type: "integer", nullable: false),
                    findings = table.Column<int>(type: "integer", nullable: false),
                    open = table.Column<int>(type: "integer", nullable: false),
                    report = table.Column<string>(type: "text", maxLength: -1, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reconciliations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "service_calls",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    instance_id = table.Column<Guid>(type: "uuid", nullable: false),
                    job_key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    token_key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    element_id = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    request = table.Column<string>(type: "text", maxLength: -1, nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    most_attempts = table.Column<int>(type: "integer", nullable: false),
                    back_off_seconds = table.Column<int>(type: "integer", nullable: false),
                    timeout_seconds = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_error = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    token_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    sealed_token = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_service_calls", x => x.id);
                    table.ForeignKey(
                        name: "fk_service_calls_tickets_ticket_id",
                        column: x => x.ticket_id,
                        principalTable: "tickets",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "stuck_instances",
                columns: table => new
                {
                    run_id = table.Column<Guid>(type: "uuid", nullable: false),
                    instance_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    element_id = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stuck_instances", x => new { x.run_id, x.instance_id });
                    table.ForeignKey(
                        name: "fk_stuck_instances_migration_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "migration_runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_migration_runs_flow_key_started_at",
                table: "migration_runs",
                columns: new[] { "flow_key", "started_at" });

            migrationBuilder.CreateIndex(
                name: "ix_migration_runs_status_claimed_until",
                table: "migration_runs",
                columns: new[] { "status", "claimed_until" });

            migrationBuilder.CreateIndex(
                name: "ix_reconciliations_started_at",
                table: "reconciliations",
                column: "started_at");

            migrationBuilder.CreateIndex(
                name: "ix_service_calls_instance_id_job_key",
                table: "service_calls",
                columns: new[] { "instance_id", "job_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_service_calls_next_attempt_at",
                table: "service_calls",
                column: "next_attempt_at");

            migrationBuilder.CreateIndex(
                name: "ix_service_calls_ticket_id",
                table: "service_calls",
                column: "ticket_id");

            migrationBuilder.CreateIndex(
                name: "ix_service_calls_token_hash",
                table: "service_calls",
                column: "token_hash");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "reconciliations");

            migrationBuilder.DropTable(
                name: "service_calls");

            migrationBuilder.DropTable(
                name: "stuck_instances");

            migrationBuilder.DropTable(
                name: "migration_runs");
        }
    }
}
