using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Graballo.Desk.PostgreSql.Migrations
{
    /// <inheritdoc />
    public partial class RecountScopes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_calendar_edits_settled_at",
                table: "calendar_edits");

            migrationBuilder.DropColumn(
                name: "settled",
                table: "calendar_edits");

            migrationBuilder.DropColumn(
                name: "settled_at",
                table: "calendar_edits");

            migrationBuilder.AddColumn<string>(
                name: "calendar",
                table: "timers",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "whose_id",
                table: "recount_runs",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "calendar",
                table: "human_tasks",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "run_id",
                table: "calendar_edits",
                type: "uuid",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "calendar",
                table: "timers");

            migrationBuilder.DropColumn(
                name: "whose_id",
                table: "recount_runs");

            migrationBuilder.DropColumn(
                name: "calendar",
                table: "human_tasks");

            migrationBuilder.DropColumn(
                name: "run_id",
                table: "calendar_edits");

            migrationBuilder.AddColumn<int>(
                name: "settled",
                table: "calendar_edits",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "settled_at",
                table: "calendar_edits",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_calendar_edits_settled_at",
                table: "calendar_edits",
                column: "settled_at");
        }
    }
}
