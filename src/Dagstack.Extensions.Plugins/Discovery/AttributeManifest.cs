using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dagstack.Extensions.Plugins.Manifests;

namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>Makes the manifest of a class, from its attribute if it has one, by the rules of any other manifest.</summary>
internal static partial class AttributeManifest
{
    /// <summary>The keys that can be said by an attribute, each with the table that it is in, by the property.</summary>
    private static readonly Dictionary<string, (string? Table, ManifestField Field)> s_fields = ManifestFields.Plugin.Fields
        .Select(static field => (Table: (string?)null, Field: field))
        .Concat(ManifestFields.Plugin.Fields.SelectMany(static table => table.Fields.Fields.Select(field => (Table: (string?)table.Key, Field: field))))
        .Where(static item => item.Field.Attribute is not null)
        .ToDictionary(static item => item.Field.Attribute!, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads what the attribute of a class says; what it does not say has the default of the key.</summary>
    public static ManifestLoadResult Read(Type type)
    {
        var plugin = ManifestNode.OfTable(default);
        var attribute = type.GetCustomAttributesData().First(static data => data.AttributeType == typeof(PluginAttribute));
        var parameters = attribute.Constructor.GetParameters().Zip(attribute.ConstructorArguments, static (parameter, argument) => (Name: parameter.Name!, argument.Value));
        foreach (var (name, value) in parameters.Concat(attribute.NamedArguments.Select(static argument => (Name: argument.MemberName, argument.TypedValue.Value))))
        {
            var (table, field) = s_fields[name];
            Add(table is null ? plugin : TableIn(plugin, table), field.Key, Node(field, value));
        }

        return Validate(plugin, type);
    }

    /// <summary>Makes the manifest of a class that has no attribute.</summary>
    public static ManifestLoadResult Of(Type type, string kind, string name)
    {
        var plugin = ManifestNode.OfTable(default);
        Add(plugin, ManifestKeys.Kind, Text(kind));
        Add(plugin, ManifestKeys.Name, Text(name));
        return Validate(plugin, type);
    }

    private static ManifestLoadResult Validate(ManifestNode plugin, Type type)
    {
        Add(plugin, ManifestKeys.CoreVersion, Text("*"));
        Add(plugin, ManifestKeys.Runtime, Text(PluginRuntimes.InProcess));
        Add(plugin, ManifestKeys.EntryPoint, Text($"{type.Assembly.GetName().Name}:{Arity().Replace(type.FullName!, string.Empty)}"));
        var file = AssemblyPlugins.PlaceOf(type.Assembly, type.FullName!);
        var problems = new ManifestProblemList(file);
        var root = ManifestNode.OfTable(default);
        Add(root, ManifestKeys.Plugin, plugin);
        return new(ManifestValidator.Validate(root, ManifestFormat.Toml, file, problems), ManifestLoadOptions.Default);
    }

    private static ManifestNode Node(ManifestField field, object? value) => value switch
    {
        string text => Text(text),
        int number when field.Type == ManifestFieldType.Choice => Text(JsonNamingPolicy.SnakeCaseLower.ConvertName(((PluginIdempotencyMode)number).ToString())),
        int number => ManifestNode.OfInteger(number, default),
        bool flag => ManifestNode.OfBoolean(flag, default),
        IEnumerable<CustomAttributeTypedArgument> items => Array(items.Select(static item => (string?)item.Value), field.Type == ManifestFieldType.Dependencies ? Dependency : Text),
        _ => ManifestNode.OfNull(default),
    };

    /// <summary>An attribute knows no tables: another plugin is <c>kind:name</c> there.</summary>
    private static ManifestNode Dependency(string? text)
    {
        if (!PluginId.TryParse(text, out var id))
        {
            return Text(text);
        }

        var table = ManifestNode.OfTable(default);
        Add(table, ManifestKeys.Kind, Text(id.Kind));
        Add(table, ManifestKeys.Name, Text(id.Name));
        return table;
    }

    private static void Add(ManifestNode table, string key, ManifestNode value) => table.Members.Add(key, value);

    private static ManifestNode TableIn(ManifestNode plugin, string key)
    {
        if (!plugin.Members.TryGetValue(key, out var table))
        {
            Add(plugin, key, table = ManifestNode.OfTable(default));
        }

        return table;
    }

    private static ManifestNode Text(string? text) =>
        text is null ? ManifestNode.OfNull(default) : ManifestNode.OfText(ManifestNodeKind.String, text, default);

    private static ManifestNode Array(IEnumerable<string?> texts, Func<string?, ManifestNode> item)
    {
        var array = ManifestNode.OfArray(default);
        array.Items.AddRange(texts.Select(item));
        return array;
    }

    /// <summary>The number of type parameters, which no entry point can have. That the class has any is said when it is to be constructed.</summary>
    [GeneratedRegex("`[0-9]+")]
    private static partial Regex Arity();
}
