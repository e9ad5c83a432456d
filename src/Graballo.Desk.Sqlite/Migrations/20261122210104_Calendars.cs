using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Graballo.Desk.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Calendars : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "closed_days",
                table: "calendars",
                newName: "exceptions");

            migrationBuilder.AddColumn<Guid>(
                name: "calendar_id",
                table: "units",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "calendar_id",
                table: "groups",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "calendar_id",
                table: "companies",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "calendars",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "calendar_edits",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    calendar_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    by = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    is_removal = table.Column<bool>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    time_zone = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    hours = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    chilean_holidays = table.Column<bool>(type: "INTEGER", nullable: false),
                    exceptions = table.Column<string>(type: "TEXT", maxLength: -1, nullable: false),
                    settled_at = table.Column<long>(type: "INTEGER", nullable: true),
                    settled = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calendar_edits", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "channel_calendars",
                columns: table => new
                {
                    channel = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    calendar_id = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_channel_calendars", x => x.channel);
                    table.ForeignKey(
                        name: "fk_channel_calendars_calendars_calendar_id",
                        column: x => x.calendar_id,
                        principalTable: "calendars",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_units_calendar_id",
                table: "units",
                column: "calendar_id");

            migrationBuilder.CreateIndex(
                name: "ix_groups_calendar_id",
                table: "groups",
                column: "calendar_id");

            migrationBuilder.CreateIndex(
                name: "ix_companies_calendar_id",
                table: "companies",
                column: "calendar_id");

            migrationBuilder.CreateIndex(
                name: "ix_calendar_edits_calendar_id_version",
                table: "calendar_edits",
                columns: new[] { "calendar_id", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_calendar_edits_settled_at",
                table: "calendar_edits",
                column: "settled_at");

            migrationBuilder.CreateIndex(
                name: "ix_channel_calendars_calendar_id",
                table: "channel_calendars",
                column: "calendar_id");

            migrationBuilder.AddForeignKey(
                name: "fk_companies_calendars_calendar_id",
                table: "companies",
                column: "calendar_id",
                principalTable: "calendars",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_groups_calendars_calendar_id",
                table: "groups",
                column: "calendar_id",
                principalTable: "calendars",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_units_calendars_calendar_id",
                table: "units",
                column: "calendar_id",
                principalTable: "calendars",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_companies_calendars_calendar_id",
                table: "companies");

            migrationBuilder.DropForeignKey(
                name: "fk_groups_calendars_calendar_id",
                table: "groups");

            migrationBuilder.DropForeignKey(
                name: "fk_units_calendars_calendar_id",
                table: "units");

            migrationBuilder.DropTable(
                name: "calendar_edits");

            migrationBuilder.DropTable(
                name: "channel_calendars");

            migrationBuilder.DropIndex(
                name: "ix_units_calendar_id",
                table: "units");

            migrationBuilder.DropIndex(
                name: "ix_groups_calendar_id",
                table: "groups");

            migrationBuilder.DropIndex(
                name: "ix_companies_calendar_id",
                table: "companies");

            migrationBuilder.DropColumn(
                name: "calendar_id",
                table: "units");

            migrationBuilder.DropColumn(
                name: "calendar_id",
                table: "groups");

            migrationBuilder.DropColumn(
                name: "calendar_id",
                table: "companies");

            migrationBuilder.DropColumn(
                name: "version",
                table: "calendars");

            migrationBuilder.RenameColumn(
                name: "exceptions",
                table: "calendars",
                newName: "closed_days");
        }
    }
}
