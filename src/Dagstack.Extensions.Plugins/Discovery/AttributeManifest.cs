using System.Text.RegularExpressions;

namespace Dagstack.Extensions.Plugins;

/// <summary>Makes the manifest of a class from its attribute, by the rules of any other manifest.</summary>
internal static partial class AttributeManifest
{
    public static ManifestLoadResult Read(Type type, PluginAttribute attribute)
    {
        var file = AssemblyPlugins.PlaceOf(type.Assembly, type.FullName!);
        var plugin = ManifestNode.OfTable(default);
        Add(plugin, "kind", Text(attribute.Kind));
        Add(plugin, "name", Text(attribute.Name));
        Add(plugin, "kind_api_version", Text(attribute.KindApiVersion));
        Add(plugin, "core_version", Text("*"));
        Add(plugin, "runtime", Text(PluginRuntimes.InProcess));
        Add(plugin, "entry_point", Text($"{type.Assembly.GetName().Name}:{Arity().Replace(type.FullName!, string.Empty)}"));
        Add(plugin, "version", Text(attribute.Version));
        Add(plugin, "description", Text(attribute.Description));
        Add(plugin, "priority", Number(attribute.Priority));
        Add(plugin, "depends_on", Array(attribute.DependsOn, Dependency));
        Add(plugin, "resources", Table(("required", Texts(attribute.RequiredResources)), ("optional", Texts(attribute.OptionalResources))));
        Add(plugin, "fallback", ManifestNode.OfBoolean(attribute.Fallback, default));
        Add(plugin, "tryfirst", ManifestNode.OfBoolean(attribute.TryFirst, default));
        Add(plugin, "trylast", ManifestNode.OfBoolean(attribute.TryLast, default));
        Add(plugin, "capabilities", Texts(attribute.Capabilities));
        Add(plugin, "supports_languages", Texts(attribute.SupportsLanguages));
        Add(plugin, "supports_extensions", Texts(attribute.SupportsExtensions));
        Add(plugin, "supports_mime_types", Texts(attribute.SupportsMimeTypes));
        Add(plugin, "startup_timeout_sec", Number(attribute.StartupTimeoutSeconds));
        Add(plugin, "teardown_timeout_sec", Number(attribute.TeardownTimeoutSeconds));
        var problems = new ManifestProblemList(file);
        return new(ManifestValidator.Validate(Table(("plugin", plugin)), ManifestFormat.Toml, file, problems), ManifestLoadOptions.Default);
    }

    /// <summary>An attribute knows no tables: another plugin is <c>kind:name</c> there.</summary>
    private static ManifestNode Dependency(string text) => PluginId.TryParse(text, out var id)
        ? Table(("kind", Text(id.Kind)), ("name", Text(id.Name)))
        : Text(text);

    private static void Add(ManifestNode table, string key, ManifestNode value) => table.Members.Add(key, value);

    private static ManifestNode Table(params ReadOnlySpan<(string Key, ManifestNode Value)> members)
    {
        var table = ManifestNode.OfTable(default);
        foreach (var (key, value) in members)
        {
            Add(table, key, value);
        }

        return table;
    }

    private static ManifestNode Text(string? text) =>
        text is null ? ManifestNode.OfNull(default) : ManifestNode.OfText(ManifestNodeKind.String, text, default);

    private static ManifestNode Number(int number) => ManifestNode.OfInteger(number, default);

    private static ManifestNode Texts(string[]? texts) => Array(texts, Text);

    private static ManifestNode Array(string[]? texts, Func<string, ManifestNode> item)
    {
        var array = ManifestNode.OfArray(default);
        array.Items.AddRange((texts ?? []).Select(item));
        return array;
    }

    /// <summary>The number of type parameters, which no entry point can have. That the class has any is said when it is to be constructed.</summary>
    [GeneratedRegex("`[0-9]+")]
    private static partial Regex Arity();
}
