using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Graballo.Desk.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class WholeKeys : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {

        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {

        }
    }
}
