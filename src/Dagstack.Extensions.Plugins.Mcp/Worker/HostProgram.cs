using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>The program of this process, and how it is started again: the same versions of everything are there, which a program of our own would not have.</summary>
internal sealed record HostProgram
{
    private static readonly string[] s_iis = ["w3wp", "iisexpress"];

    /// <summary>Gets the program of this process.</summary>
    public static HostProgram Current { get; } = new()
    {
        ProcessPath = Environment.ProcessPath,
        BaseFolder = AppContext.BaseDirectory,
        EntryPath = Assembly.GetEntryAssembly() is { } entry ? PathOf(entry) : null,
        RuntimeFolder = RuntimeEnvironment.GetRuntimeDirectory(),
        HasStartupHooks = !AppContext.TryGetSwitch("System.StartupHookProvider.IsSupported", out var isSupported) || isSupported,
        IsNative = !RuntimeFeature.IsDynamicCodeSupported,
        IsWorker = Environment.GetEnvironmentVariable(WorkerVariables.IsWorker) is not null,
    };

    /// <summary>The file of this process.</summary>
    public required string? ProcessPath { get; init; }

    public required string BaseFolder { get; init; }

    /// <summary>The assembly that has <c>Main</c>: empty in a single file, null where native code has started .NET.</summary>
    public required string? EntryPath { get; init; }

    public required string RuntimeFolder { get; init; }

    public required bool HasStartupHooks { get; init; }

    /// <summary>Whether it is compiled ahead of time, and loads no code.</summary>
    public required bool IsNative { get; init; }

    /// <summary>Whether it was started as a worker, and is none: what should have made it one was not entered.</summary>
    public required bool IsWorker { get; init; }

    /// <summary>Says how to start it again.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="reason">Why that cannot be, as a sentence with advice; null if it can.</param>
    public bool TryFindCommand(out IReadOnlyList<string> command, out string? reason)
    {
        command = [];
        reason = IsNative ? "The host is compiled ahead of time (native AOT), which loads no plugins in .NET. Publish it without PublishAot."
            : !HasStartupHooks ? "Startup hooks are switched off in the host, as PublishTrimmed does. Write <StartupHookSupport>true</StartupHookSupport> into its project."
            : IsWorker ? $"This process was itself started as a worker, and its startup hook was not entered. Look who takes {WorkerVariables.Hooks} away, and start the host without {WorkerVariables.IsWorker}."
            : EntryPath is null || ProcessPath is not { Length: > 0 } ? "The host has no program of its own that could be started again: native code has started .NET in it."
            : s_iis.Contains(Path.GetFileNameWithoutExtension(ProcessPath), StringComparer.OrdinalIgnoreCase) ? $"The host runs inside of IIS, whose process '{ProcessPath}' is not the host's own. Host it out of process: <AspNetCoreHostingModel>OutOfProcess</AspNetCoreHostingModel>."
            : null;
        if (reason is not null)
        {
            return false;
        }

        if (IsOwn(ProcessPath!))
        {
            command = [ProcessPath!];
        }
        else if (EntryPath!.Length > 0 && File.Exists(Path.ChangeExtension(EntryPath, ".runtimeconfig.json")) && FindMuxer() is { } muxer)
        {
            command = [muxer, EntryPath];
        }
        else
        {
            reason = $"The host runs in '{ProcessPath}', which is not its own program, and it cannot be started by 'dotnet' either: that needs '{Path.GetFileName(Path.ChangeExtension(EntryPath, ".runtimeconfig.json"))}' beside its assembly, and a 'dotnet'.";
        }

        return reason is null;
    }

    private bool IsOwn(string process) =>
        !IsMuxer(process) && (EntryPath!.Length == 0 || string.Equals(Path.GetDirectoryName(process), Path.TrimEndingDirectorySeparator(BaseFolder), OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));

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

    private static bool IsMuxer(string file) => Path.GetFileNameWithoutExtension(file).Equals("dotnet", StringComparison.OrdinalIgnoreCase);

    [System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "Empty is what tells a single file.")]
    private static string PathOf(Assembly assembly) => assembly.Location;
}
