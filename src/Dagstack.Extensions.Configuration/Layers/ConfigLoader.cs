using Dagstack.Extensions.Configuration.Errors;
using Dagstack.Extensions.Configuration.Interpolation;
using Dagstack.Extensions.Configuration.Secrets;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Layers;

/// <summary>Reads layers, and makes one tree of them.</summary>
internal sealed class ConfigLoader(IReadOnlyList<ConfigLayer> layers, LayerOptions options, SecretSources sources, SecretStore secrets)
{
    private readonly Interpolator _interpolator = new(options.Variables);

    public IReadOnlyList<ConfigLayer> Layers { get; } = layers;

    public IReadOnlyList<LayerContent> ReadFiles() => [.. Layers.Select(layer => LayerContent.Read(layer, options.MaxFileSize))];

    /// <summary>Makes a version of the configuration. What is wrong with any of its files comes in one error.</summary>
    /// <param name="contents">What is in the files.</param>
    /// <param name="defaulted">Called for each secret whose scheme nobody has, but which has a default.</param>
    /// <exception cref="ConfigException">A file is missing, cannot be read, or is wrong.</exception>
    public ConfigState Load(IReadOnlyList<LayerContent> contents, Action<ConfigSecret, string> defaulted)
    {
        var problems = new ProblemList();
        ConfigMap? root = null;
        foreach (var content in contents)
        {
            if (content.Problem is { } problem)
            {
                problems.Add(problem);
            }
            else if (content.Bytes is { } bytes && TreeReader.Read(bytes, content.Layer.File, _interpolator, problems) is { } tree)
            {
                root = root is null ? tree : LayerMerge.Merge(root, tree);
            }
        }

        problems.ThrowIfAny();
        root ??= new ConfigMap(contents.Count > 0 ? contents[0].Layer.File : new("nothing", ConfigFormat.Yaml), 1, 1);
        sources.Check(root, problems, defaulted);
        problems.ThrowIfAny();
        if (options.EagerSecrets && root.HasSecrets)
        {
            Task.Run(() => secrets.ResolveAllAsync(root, problems)).GetAwaiter().GetResult();
            problems.ThrowIfAny();
        }

        return new(root, [.. contents.Where(static content => content.Bytes is not null).Select(static content => content.Layer.File.Id)], contents);
    }
}
