using System.Diagnostics;

namespace Dagstack.Extensions.Orchestration.Tests.Postgres;

/// <summary>The programs of PostgreSQL on this machine, and how they are run: it refuses to be run by root.</summary>
internal sealed class PostgresPrograms
{
    private readonly string _folder;
    private readonly string[] _as;
    private readonly string? _owner;

    private PostgresPrograms(string folder, string[] @as, string? owner) => (_folder, _as, _owner) = (folder, @as, owner);

    /// <summary>Finds the programs.</summary>
    /// <param name="reason">Why there are none.</param>
    public static PostgresPrograms? Find(out string reason)
    {
        reason = "PostgreSQL is not installed here: there is no initdb in /usr/lib/postgresql/*/bin or in PATH.";
        if (!OperatingSystem.IsLinux())
        {
            reason = "The PostgreSQL of the tests is run on Linux only.";
            return null;
        }

        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(static folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0).Select(static folder => Path.Combine(folder, "bin"))
            : [];
        var folder = debian.Concat(PathFolders()).FirstOrDefault(static folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
        if (folder is null)
        {
            return null;
        }

        if (Environment.UserName != "root")
        {
            return new(folder, [], null);
        }

        var owner = HasUser("postgres") ? "postgres" : "nobody";
        string[]? others =
            IsThere("setpriv") ? ["setpriv", $"--reuid={owner}", "--clear-groups", "--"] :
            IsThere("runuser") ? ["runuser", "-u", owner, "--"] :
            null;
        reason = "PostgreSQL is not run by root, and neither setpriv nor runuser is here to run it as somebody else.";
        return others is null ? null : new(folder, others, owner);
    }

    /// <summary>Returns a command that runs a program of PostgreSQL.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public string[] As(string program, params string[] arguments) => [.. _as, Path.Combine(_folder, program), .. arguments];

    /// <summary>Returns the arguments of chown by which a folder is the one of who runs PostgreSQL.</summary>
    /// <param name="folder">The folder.</param>
    public string[] OwnerOf(string folder) => _owner is null ? ["--version"] : [_owner, folder];

    /// <summary>Starts a command.</summary>
    /// <param name="command">The command.</param>
    public static Process Start(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        start.Environment["LC_ALL"] = "C.UTF-8";
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Runs a command to its end.</summary>
    /// <param name="command">The command.</param>
    public static async Task RunAsync(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)}: {process.ExitCode}\n{await output}{await errors}");
        }
    }

    /// <summary>Runs a command to its end.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Task RunAsync(string program, string[] arguments) => RunAsync([program, .. arguments]);

    private static string[] PathFolders() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsThere(string program) => PathFolders().Any(folder => File.Exists(Path.Combine(folder, program)));

    private static bool HasUser(string name) => File.ReadLines("/etc/passwd").Any(line => line.StartsWith(name + ":", StringComparison.Ordinal));
}
