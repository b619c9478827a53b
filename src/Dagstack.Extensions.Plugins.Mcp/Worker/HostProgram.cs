using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>The program of this process, and how it is started again: the same versions of everything are there, which a program of our own would not have.</summary>
internal sealed record HostProgram
{
    private const string Configuration = ".runtimeconfig.json";
    private const string Dependencies = ".deps.json";

    private static readonly string[] s_iis = ["w3wp", "iisexpress"];

    /// <summary>Gets the program of this process.</summary>
    public static HostProgram Current { get; } = new()
    {
        ProcessPath = Environment.ProcessPath,
        EntryPath = Assembly.GetEntryAssembly() is { } entry ? PathOf(entry) : null,
        RuntimeFolder = RuntimeEnvironment.GetRuntimeDirectory(),
        DependenciesPath = (AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string)?.Split(';')[0],
        ProbingFolders = (AppContext.GetData("PROBING_DIRECTORIES") as string)?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [],
        HasStartupHooks = !AppContext.TryGetSwitch("System.StartupHookProvider.IsSupported", out var isSupported) || isSupported,

        // A program of one file is told so as well, and is compiled as it runs: only then has .NET been given assemblies.
        IsNative = !RuntimeFeature.IsDynamicCodeSupported && AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") is null,
        IsWorker = Environment.GetEnvironmentVariable(WorkerVariables.IsWorker) is not null,
    };

    /// <summary>The file of this process.</summary>
    public required string? ProcessPath { get; init; }

    /// <summary>The assembly that has <c>Main</c>: empty in a single file, null where native code has started .NET.</summary>
    public required string? EntryPath { get; init; }

    public required string RuntimeFolder { get; init; }

    /// <summary>The <c>.deps.json</c> that says what the program is made of, there or not: beside its assembly, unless <c>dotnet exec --depsfile</c> has named another, as test hosts do.</summary>
    public string? DependenciesPath { get; init; }

    /// <summary>Where assemblies are looked for besides, as <c>dotnet exec --additionalprobingpath</c> says.</summary>
    public IReadOnlyList<string> ProbingFolders { get; init; } = [];

    public required bool HasStartupHooks { get; init; }

    /// <summary>Whether it is compiled ahead of time, and loads no code.</summary>
    public required bool IsNative { get; init; }

    /// <summary>Whether it was started as a worker, and is none: what should have made it one was not entered.</summary>
    public required bool IsWorker { get; init; }

    private bool HasOwnDependencies => DependenciesPath is null || IsSame(DependenciesPath, Beside(Dependencies)) || !File.Exists(DependenciesPath);

    /// <summary>Says how to start it again.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="reason">Why that cannot be, as a sentence with advice; null if it can.</param>
    public bool TryFindCommand(out IReadOnlyList<string> command, out string? reason)
    {
        command = [];
        reason = IsNative ? "The host is compiled ahead of time (native AOT), which loads no plugins in .NET. Publish it without PublishAot."
            : !HasStartupHooks ? "Startup hooks are switched off in the host, as PublishTrimmed does, and PublishAot, which a program of one file has by itself. Write <StartupHookSupport>true</StartupHookSupport> into its project, or '#:property PublishAot=false' into its file."
            : IsWorker ? $"This process was itself started as a worker, and its startup hook was not entered. Look who takes {WorkerVariables.Hooks} away, and start the host without {WorkerVariables.IsWorker}."
            : EntryPath is null || ProcessPath is not { Length: > 0 } ? "The host has no program of its own that could be started again: native code has started .NET in it."
            : s_iis.Contains(Path.GetFileNameWithoutExtension(ProcessPath), StringComparer.OrdinalIgnoreCase) ? $"The host runs inside of IIS, whose process '{ProcessPath}' is not the host's own. Host it out of process: <AspNetCoreHostingModel>OutOfProcess</AspNetCoreHostingModel>."
            : null;
        if (reason is not null)
        {
            return false;
        }

        command = IsOwn(ProcessPath!) ? [ProcessPath!] : EntryPath!.Length > 0 && FindMuxer() is { } muxer ? CommandOf(muxer) : [];
        reason = command.Count > 0 ? null
            : $"The host runs in '{ProcessPath}', which is not its own program, and it cannot be started by 'dotnet' either: that needs '{Path.GetFileName(Beside(Configuration))}' beside its assembly '{EntryPath}', and a 'dotnet'. If the program was given another name than its assembly, give it that one again.";
        return reason is null;
    }

    /// <summary>Tells whether a process is the program that starts the assembly, or has it inside: another one in the same folder is not, nor is one that was told what it is made of.</summary>
    private bool IsOwn(string process) => !IsMuxer(process) && (EntryPath!.Length == 0 || (HasOwnDependencies && IsSame(OperatingSystem.IsWindows() ? Path.ChangeExtension(process, null) : process, Path.ChangeExtension(EntryPath, null))));

    /// <summary>Says how <c>dotnet</c> starts the assembly, as it has started it in this process; empty if it cannot.</summary>
    private string[] CommandOf(string muxer)
    {
        if (HasOwnDependencies)
        {
            return File.Exists(Beside(Configuration)) ? [muxer, EntryPath!] : [];
        }

        // Both are of one program, and the second is not known from inside.
        var configuration = DependenciesPath!.EndsWith(Dependencies, StringComparison.OrdinalIgnoreCase) ? DependenciesPath[..^Dependencies.Length] + Configuration : null;
        configuration = File.Exists(configuration) ? configuration : Beside(Configuration);
        return File.Exists(configuration)
            ? [muxer, "exec", "--runtimeconfig", configuration, "--depsfile", DependenciesPath, .. ProbingFolders.SelectMany(static folder => (string[])["--additionalprobingpath", folder]), EntryPath!]
            : [];
    }

    private string Beside(string extension) => Path.ChangeExtension(EntryPath!, null) + extension;

    /// <summary>Finds the program <c>dotnet</c>: the process itself, or that of the runtime, which is in <c>shared/Microsoft.NETCore.App/(version)</c> below it.</summary>
    private string? FindMuxer()
    {
        if (IsMuxer(ProcessPath!))
        {
            return ProcessPath;
        }

        var muxer = Path.GetFullPath(Path.Combine(RuntimeFolder, "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        return File.Exists(muxer) ? muxer : null;
    }

    private static bool IsSame(string path, string other) => path.Equals(other, OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    private static bool IsMuxer(string file) => Path.GetFileNameWithoutExtension(file).Equals("dotnet", StringComparison.OrdinalIgnoreCase);

    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "Empty is what tells a single file.")]
    private static string PathOf(Assembly assembly) => assembly.Location;
}
