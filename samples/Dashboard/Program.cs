using Dashboard;

// A live leaderboard, and a page that shows what its cache does: http://localhost:5000. With ConnectionStrings__PostgreSql it is
// on PostgreSQL, else on leaderboard.db in the current folder.
await DashboardApp.Create(args).RunAsync();
