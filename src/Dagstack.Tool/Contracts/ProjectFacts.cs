using System.Text.Json;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Contracts;

/// <summary>What MSBuild says of a project.</summary>
/// <param name="Output">The assembly that it builds.</param>
/// <param name="Framework">The framework of it, where the project is for several.</param>
/// <param name="Sources">The files that it is made of, its own and those of projects that it references.</param>
/// <param name="References">The projects that it references.</param>
internal sealed record ProjectFacts(string Output, string? Framework, IReadOnlyList<string> Sources, IReadOnlyList<string> References)
{
    private static readonly EnumerationOptions s_below = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    /// <summary>Gets a value indicating whether the output is there, and newer than the sources.</summary>
    public bool IsBuilt => File.Exists(Output) && Sources.Where(File.Exists).All(source => File.GetLastWriteTimeUtc(source) <= File.GetLastWriteTimeUtc(Output));

    /// <summary>Asks MSBuild.</summary>
    /// <exception cref="WrongUseException">It cannot read the project, or the project builds nothing that can be loaded here.</exception>
    public static async Task<ProjectFacts> ReadAsync(string project, CancellationToken cancellationToken, string? framework = null)
    {
        string[] chosen = framework is null ? [] : [$"-property:TargetFramework={framework}"];
        var answer = await DotnetCommand.RunAsync(["msbuild", Path.GetFullPath(project), "-nologo", "-getProperty:TargetPath", "-getProperty:TargetFrameworks", "-getProperty:MSBuildAllProjects", "-getItem:Compile", "-getItem:ProjectReference", "-getItem:DagstackHookspec", .. chosen], cancellationToken).ConfigureAwait(false);
        if (answer.ExitCode != 0)
        {
            throw new WrongUseException($"The project '{Places.Shorten(project)}' cannot be read: 'dotnet msbuild' ended with {answer.ExitCode}. Correct what it says, or name an assembly that is built by --contract.{Environment.NewLine}{answer.Errors}");
        }

        using var json = JsonDocument.Parse(answer.Output);
        var properties = json.RootElement.GetProperty("Properties");
        var targets = Text(properties, "TargetFrameworks").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (targets.Length > 0 && framework is null)
        {
            return PackageContent.Best(targets) is { } best
                ? await ReadAsync(project, cancellationToken, best).ConfigureAwait(false)
                : throw new WrongUseException($"The project '{Places.Shorten(project)}' builds for {string.Join(", ", targets)}, and none of these can be loaded here. Add net10.0 to its TargetFrameworks.");
        }

        var references = ItemsOf(json.RootElement, "ProjectReference");
        var imported = Text(properties, "MSBuildAllProjects").Split(';', StringSplitOptions.RemoveEmptyEntries).Where(static file => !file.Contains($"{Path.DirectorySeparatorChar}sdk{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        var output = Text(properties, "TargetPath");
        return output.Length > 0
            ? new(output, framework, [Path.GetFullPath(project), .. imported, .. ItemsOf(json.RootElement, "Compile"), .. ItemsOf(json.RootElement, "DagstackHookspec").SelectMany(HookspecFiles), .. references.SelectMany(SourcesOf)], references)
            : throw new WrongUseException($"The project '{Places.Shorten(project)}' builds no assembly, says 'dotnet msbuild -getProperty:TargetPath'. Name the project that has the interface of a kind.");
    }

    private static string Text(JsonElement properties, string name) => properties.GetProperty(name).GetString() ?? string.Empty;

    private static string[] ItemsOf(JsonElement root, string name) => [.. root.GetProperty("Items").GetProperty(name).EnumerateArray().Select(static item => item.GetProperty("FullPath").GetString()!)];

    /// <summary>The sources of a project that is referenced, without asking MSBuild once more.</summary>
    private static IEnumerable<string> SourcesOf(string project) =>
        Path.GetDirectoryName(project) is { } folder && Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*", s_below).Where(file => Path.GetExtension(file).ToUpperInvariant() is ".CS" or ".FS" or ".VB" or ".CSPROJ" or ".FSPROJ" or ".VBPROJ" && !IsMade(Path.GetRelativePath(folder, file)))
            : [];

    /// <summary>A hookspec that an interface is made of, and its schemas.</summary>
    private static IEnumerable<string> HookspecFiles(string hookspec) =>
        Path.GetDirectoryName(hookspec) is { } folder && Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json", s_below).Prepend(hookspec) : [];

    private static bool IsMade(string relative) => relative.Split(Path.DirectorySeparatorChar).Any(static part => part is "obj" or "bin");
}
