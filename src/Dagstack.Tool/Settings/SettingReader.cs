using System.Globalization;
using System.Text.Json;
using Dagstack.Extensions.Configuration;
using Dagstack.Tool.Output;
using Microsoft.Extensions.Configuration;

namespace Dagstack.Tool.Settings;

/// <summary>Reads files and variables, each over those before it, as a host does.</summary>
/// <param name="environment">The environment that the command line says; null for what variables say.</param>
internal sealed class SettingReader(string? environment)
{
    private readonly Dictionary<string, Setting> _settings = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _sources = [];
    private readonly List<SettingProblem> _problems = [];

    /// <summary>Gets what is in effect, in the order of the keys.</summary>
    public IReadOnlyList<Setting> Settings => [.. _settings.Values.OrderBy(static setting => setting.Key, ConfigurationKeyComparer.Instance).Select(setting => FollowsSecretOption(setting.Key) ? setting with { Value = SecretNames.Masked, Masked = true } : setting)];

    /// <summary>Gets what was read, the lowest first.</summary>
    public IReadOnlyList<string> Sources => _sources;

    /// <summary>Gets why files could not be read.</summary>
    public IReadOnlyList<SettingProblem> Problems => _problems;

    /// <summary>Gets a value indicating whether a file with layers of its own was among them, whose environment another variable names.</summary>
    public bool HasDagstack { get; private set; }

    /// <summary>Reads a file.</summary>
    public void Add(SettingSource source) => Add(source, Environment.GetEnvironmentVariable, []);

    /// <summary>Reads the environment's variables that begin with a prefix, as AddEnvironmentVariables does.</summary>
    public void AddVariables(string prefix)
    {
        var root = new ConfigurationBuilder().AddEnvironmentVariables(prefix).Build();
        _sources.Add($"variables {prefix}*");
        Take(root, key => ($"{prefix}{key.Replace(":", "__", StringComparison.Ordinal)}", null));
    }

    /// <summary>Tells whether the item before in a list of arguments says that this one is a secret.</summary>
    private bool FollowsSecretOption(string key)
    {
        var end = key.LastIndexOf(':') + 1;
        return int.TryParse(key.AsSpan(end), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && _settings.TryGetValue($"{key[..end]}{(index - 1).ToString(CultureInfo.InvariantCulture)}", out var before)
            && Masking.IsSecretOption(before.Value);
    }

    /// <param name="source">The file.</param>
    /// <param name="variables">Finds variables.</param>
    /// <param name="unresolved">Where there is no value, which is then not shown.</param>
    private void Add(SettingSource source, Func<string, string?> variables, IReadOnlyList<ConfigProblem> unresolved)
    {
        try
        {
            if (source.Format == SettingFormat.Dagstack)
            {
                HasDagstack = true;
                AddDagstack(source.Path, variables, unresolved);
            }
            else
            {
                AddPlain(source);
            }
        }
        catch (ConfigException fault)
        {
            _problems.AddRange(fault.Problems.Select(static problem => new SettingProblem(problem.KeyPath.Length == 0 ? null : problem.KeyPath, problem.File is { } file ? Places.Shorten(file) : null, problem.Line, problem.Column, problem.Message)));
            if (unresolved.Count == 0 && fault.Problems.All(static problem => problem.Reason == ConfigErrorReason.EnvUnresolved))
            {
                // Empty counts as set where there is no default, and as not set where there is one.
                Add(source, static name => Environment.GetEnvironmentVariable(name) ?? string.Empty, fault.Problems);
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            _problems.Add(Unreadable(Places.Shorten(source.Path), fault.GetBaseException()));
        }
    }

    private static SettingProblem Unreadable(string file, Exception fault)
    {
        // The message has the place once more, counted from 0.
        var end = fault is JsonException ? fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal) : -1;
        var (line, column) = fault is JsonException json ? ((int?)json.LineNumber + 1, (int?)json.BytePositionInLine + 1) : default;
        return new(null, file, line, column, $"the file cannot be read: {(end < 0 ? fault.Message : fault.Message[..end])}");
    }

    private void AddDagstack(string file, Func<string, string?> variables, IReadOnlyList<ConfigProblem> unresolved)
    {
        using var config = DagstackConfig.Load(Path.GetFullPath(file), options =>
        {
            options.EnvironmentName = environment;
            options.Variables = variables;
            foreach (var source in UnaskedSecrets.Of(file))
            {
                options.SecretSources.Add(source);
            }
        });
        _sources.AddRange(config.SourceIds.Select(static id => Places.Shorten(id[(id.IndexOf(':', StringComparison.Ordinal) + 1)..])));
        foreach (var entry in config.Describe().Where(entry => !unresolved.Any(problem => (problem.File, problem.Line, problem.Column) == (entry.File, entry.Line, entry.Column))))
        {
            var (value, masked) = entry.IsMasked ? (entry.Value, true) : Masking.Show(entry.Key, entry.Value);
            _settings[entry.Key] = new(entry.Key, value, masked, Places.Shorten(entry.File), entry.Line, entry.Column);
        }
    }

    private void AddPlain(SettingSource source)
    {
        var (builder, path) = (new ConfigurationBuilder(), Path.GetFullPath(source.Path));
        var root = (source.Format == SettingFormat.Toml ? builder.AddTomlFile(path) : builder.AddJsonFile(path)).Build();
        var places = source.Format == SettingFormat.Json ? JsonPlaces.Find(File.ReadAllBytes(path)) : [];
        var name = Places.Shorten(path);
        _sources.Add(name);
        Take(root, key => (name, places.TryGetValue(key, out var place) ? place : null));
        (root as IDisposable)?.Dispose();
    }

    private void Take(IConfigurationRoot root, Func<string, (string Source, (int Line, int Column)? Place)> find)
    {
        var provider = root.Providers.Single();
        foreach (var (key, _) in root.AsEnumerable())
        {
            if (provider.TryGet(key, out var text))
            {
                var (value, masked) = Masking.Show(key, text);
                var (source, place) = find(key);
                _settings[key] = new(key, value, masked, source, place?.Line, place?.Column);
            }
        }
    }
}
