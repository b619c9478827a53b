using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>What the analyzers need of a manifest, and where it says so. What is wrong with the file itself, the build says.</summary>
internal sealed class ManifestFile
{
    private readonly string _path;
    private readonly SourceText _text;
    private readonly IReadOnlyDictionary<string, ManifestValue> _values;

    private ManifestFile(string path, SourceText text)
    {
        (_path, _text) = (path, text);
        _values = ManifestReader.Read(text.ToString());
        ModuleName = ClassName = null;
        if (Text(ManifestKeys.EntryPoint) is { } entryPoint && entryPoint.IndexOf(':') is > 0 and var colon)
        {
            ModuleName = entryPoint.Substring(0, colon).Trim();
            ClassName = entryPoint.Substring(colon + 1).Trim();
        }
    }

    public string? Kind => Text(ManifestKeys.Kind);

    public string? ModuleName { get; }

    public string? ClassName { get; }

    public string? ExecutionModel => Text(ManifestKeys.ExecutionModel);

    /// <summary>Gets a value indicating whether the host may give the plugin threads, or a process, that it may keep busy.</summary>
    public bool MayBlock => ExecutionModel is ManifestKeys.ThreadCpuBound or ManifestKeys.ProcessCpuBound;

    public bool InProcessOnly => Text(ManifestKeys.InProcessOnly) == "true";

    public IReadOnlyList<string> Required => List(ManifestKeys.ResourcesRequired);

    public IReadOnlyList<string> Optional => List(ManifestKeys.ResourcesOptional);

    public bool IsInProcess => !_values.ContainsKey(ManifestKeys.Runtime) || List(ManifestKeys.Runtime).Contains(ManifestRuntimes.InProcess);

    /// <summary>Gets a value indicating whether a host may run the class in a process of its own: the runtime comes before in_process, and there is no command.</summary>
    public bool IsWorker =>
        List(ManifestKeys.Runtime).FirstOrDefault(static runtime => runtime is ManifestRuntimes.InProcess or ManifestRuntimes.McpStdio) == ManifestRuntimes.McpStdio
        && ClassName is not null
        && List(ManifestKeys.Command).Count == 0
        && List($"{ManifestRuntimes.McpStdio}.{ManifestKeys.Command}").Count == 0;

    /// <summary>Gets a value indicating whether the class cannot run in the host's process, as far as the manifest says.</summary>
    public bool HasOwnProcess => IsWorker || (IsInProcess && ExecutionModel == ManifestKeys.ProcessCpuBound);

    public static bool Is(AdditionalText file) => string.Equals(Path.GetFileName(file.Path), "dagstack.toml", StringComparison.OrdinalIgnoreCase);

    public static ManifestFile? Read(AdditionalText file, CancellationToken cancellation) =>
        Is(file) && file.GetText(cancellation) is { } text ? new(file.Path, text) : null;

    /// <summary>Gets the place of the first of some keys that is there.</summary>
    public Location At(params string[] keys)
    {
        var span = keys.Select(key => _values.TryGetValue(key, out var value) ? value.Span : (TextSpan?)null).FirstOrDefault(static span => span is not null) ?? default;
        return Location.Create(_path, span, _text.Lines.GetLinePositionSpan(span));
    }

    private string? Text(string key) => List(key) is { Count: 1 } texts ? texts[0] : null;

    private IReadOnlyList<string> List(string key) => _values.TryGetValue(key, out var value) ? value.Texts : [];
}
