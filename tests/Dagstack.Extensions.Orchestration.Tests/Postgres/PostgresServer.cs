using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Dagstack.Extensions.Plugins.Tests;
using Npgsql;

namespace Dagstack.Extensions.Orchestration.Tests.Postgres;

/// <summary>A PostgreSQL of the tests' own, in a temporary folder: it can be killed and started again, and is gone afterwards. It writes through to the disk as in production.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly PostgresPrograms _programs;
    private readonly int _port = FreePort();
    private Process? _process;

    private PostgresServer(PostgresPrograms programs) => _programs = programs;

    /// <summary>The process of the server.</summary>
    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("It does not run.");

    /// <summary>Makes a server and starts it.</summary>
    /// <param name="programs">Its programs.</param>
    public static async Task<PostgresServer> StartNewAsync(PostgresPrograms programs)
    {
        var server = new PostgresServer(programs);
        await PostgresPrograms.RunAsync("chown", programs.OwnerOf(server._folder.Path));
        await PostgresPrograms.RunAsync(programs.As("initdb", "-D", server.Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"));
        await File.AppendAllTextAsync(Path.Combine(server.Data, "postgresql.conf"), """

            shared_buffers = 64MB
            max_connections = 200
            max_wal_size = 2GB
            wal_recycle = on
            log_min_messages = warning
            unix_socket_permissions = 0777
            """);
        await server.StartAsync();
        return server;
    }

    /// <summary>Returns a connection string.</summary>
    /// <param name="database">The database.</param>
    /// <param name="user">Who asks.</param>
    public string ConnectionString(string database = "postgres", string user = "postgres") =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Database={database};Username={user};Maximum Pool Size=40;Timeout=10;Include Error Detail=true");

    /// <summary>Makes a database of a test's own.</summary>
    /// <returns>Where it is.</returns>
    public async Task<string> NewDatabaseAsync()
    {
        var name = "t" + Guid.NewGuid().ToString("N")[..12];
        await ExecuteAsync($"create database {name}");
        return ConnectionString(name);
    }

    /// <summary>Runs a statement as the administrator.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="connectionString">Where; null for the database of the administrator.</param>
    public async Task<object?> ExecuteAsync(string sql, string? connectionString = null)
    {
        await using var connection = new NpgsqlConnection((connectionString ?? ConnectionString()) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Has a user say a password, unlike the others.</summary>
    /// <param name="user">Who.</param>
    public async Task RequirePasswordAsync(string user)
    {
        var rules = Path.Combine(Data, "pg_hba.conf");
        await File.WriteAllTextAsync(rules, $"host all {user} all scram-sha-256\n" + await File.ReadAllTextAsync(rules));
        await ExecuteAsync("select pg_reload_conf()");
    }

    /// <summary>Starts it, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        _process = PostgresPrograms.Start(_programs.As(
            "postgres", "-D", Data, "-p", _port.ToString(CultureInfo.InvariantCulture), "-k", _folder.Path, "-c", "listen_addresses=127.0.0.1"));
        var limit = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await ExecuteAsync("select 1");
                return;
            }
            catch (NpgsqlException) when (limit.Elapsed < Limits.Patience && !_process.HasExited)
            {
                await Task.Delay(20);
            }
        }
    }

    /// <summary>Kills it as a crash does, with all its children, and waits until they are gone.</summary>
    public async Task KillAsync()
    {
        var children = Directory.EnumerateDirectories("/proc").Select(static folder => ParentOf(Path.GetFileName(folder))).Where(child => child.Parent == ProcessId).Select(static child => child.Id).ToArray();
        foreach (var id in children.Prepend(ProcessId))
        {
            Kill(id);
        }

        await _process!.WaitForExitAsync();
        await Wait.UntilAsync(() => !children.Any(static id => IsAlive(id)));
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }

        _folder.Dispose();
    }

    private string Data => _folder.Combine("data");

    private static (int Id, int Parent) ParentOf(string? process)
    {
        if (!int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return default;
        }

        try
        {
            // The name in brackets may hold anything; the parent is the second word after it.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return (id, int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return default;
        }
    }

    private static bool IsAlive(int id) => ParentOf(id.ToString(CultureInfo.InvariantCulture)) != default && !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);

    private static void Kill(int id)
    {
        try
        {
            Process.GetProcessById(id).Kill();
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
