using System.Text.Json;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Doctor;

/// <summary>Looks at what is beside the assembly of a host.</summary>
/// <param name="host">The assembly.</param>
/// <param name="files">What it shares with its plugins.</param>
internal sealed class HostChecks(string host, HostFiles files)
{
    private const string Check = "host";

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(host))!;
        var runtimes = await new DotnetProgram(folder).RunAsync("--list-runtimes", cancellationToken).ConfigureAwait(false) is (true, var text, _) ? text : null;
        return [.. Runtime(Path.ChangeExtension(Path.GetFullPath(host), ".runtimeconfig.json"), runtimes), Package()];
    }

    private Finding Package()
    {
        if (!files.Shared.TryGetValue(HostFiles.Host, out var version))
        {
            return Finding.Bad(Check, $"Beside {Places.Shorten(host)} is no {HostFiles.Host}.dll: it hosts no plugins, or is a library.", $"Name the assembly of the program that calls AddDagstackPlugins, in its output folder; its project references the package {HostFiles.Host}.");
        }

        // The three numbers are those of the package.
        var ours = Version.Parse(ToolVersion.Current.Split('-')[0]);
        return (version.Major, version.Minor, version.Build) == (ours.Major, ours.Minor, ours.Build)
            ? Finding.Good(Check, $"{Places.Shorten(host)} has {HostFiles.Host} {version.ToString(3)}, as this program has.")
            : Finding.Warning(Check, $"{Places.Shorten(host)} has {HostFiles.Host} {version.ToString(3)}, and this program is {ToolVersion.Current}: what it says of plugins is what {ToolVersion.Current} does.", "Use the version of this program that the host has: dotnet tool update --global Dagstack.Tool --version " + version.ToString(3) + ".");
    }

    private static IEnumerable<Finding> Runtime(string file, string? installed)
    {
        if (!File.Exists(file))
        {
            return [Finding.Warning(Check, $"There is no {Places.Shorten(file)}: dotnet cannot start the host.", "Build the host as a program (OutputType Exe), and name its assembly in the output folder. A host of one file has none, and needs none.")];
        }

        try
        {
            var options = JsonFile.Read(file).GetProperty("runtimeOptions");
            var policy = Environment.GetEnvironmentVariable(RollForward.Variable) is { Length: > 0 } variable ? variable
                : options.TryGetProperty("rollForward", out var property) ? property.GetString() : null;
            return [.. FrameworksOf(options).Select(framework => Framework(Places.Shorten(file), framework.Name, framework.Version, policy, installed)).OfType<Finding>()];
        }
        catch (Exception fault) when (fault is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException or KeyNotFoundException)
        {
            return [Finding.Bad(Check, $"{Places.Shorten(file)} cannot be read: {fault.Message}", "Build the host again.")];
        }
    }

    private static List<(string Name, string Version)> FrameworksOf(JsonElement options)
    {
        IEnumerable<JsonElement> frameworks = options.TryGetProperty("frameworks", out var several) ? several.EnumerateArray() : options.TryGetProperty("framework", out var one) ? [one] : [];
        return [.. frameworks.Select(static framework => (framework.GetProperty("name").GetString()!, framework.GetProperty("version").GetString()!))];
    }

    /// <summary>A host runs on the version that it asks for, or on the later one that its rollForward lets it.</summary>
    private static Finding? Framework(string file, string name, string version, string? policy, string? installed)
    {
        if (installed is null || !Version.TryParse(version.Split('-')[0], out var wanted))
        {
            return null;
        }

        var there = installed.ReplaceLineEndings("\n").Split('\n').Select(static line => line.Split(' ')).Where(words => words.Length > 1 && words[0] == name).Select(static words => words[1]).ToArray();
        var fit = RollForward.Choose(wanted, there.Select(static text => Version.TryParse(text.Split('-')[0], out var has) ? has : null).OfType<Version>(), policy);
        var asks = policy is null ? version : $"{version} with rollForward {policy}";
        return fit is not null
            ? Finding.Good("runtime", $"{name} {there.First(text => text.Split('-')[0] == fit.ToString())} is installed, and the host asks for {asks}.")
            : Finding.Bad("runtime", $"{file} asks for {name} {asks}, and {(there.Length == 0 ? "no version of it is" : $"{string.Join(", ", there)} is")} installed.", $"Install {name} {wanted.ToString(2)} from https://dot.net.");
    }
}
