using Dagstack.Extensions.Configuration.Errors;
using Dagstack.Extensions.Configuration.Layers;
using Dagstack.Extensions.Configuration.Reading;
using Dagstack.Extensions.Configuration.Secrets;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Sections;

/// <summary>Makes an object of a section. See <c>get_section</c> in <c>_meta/coercion.yaml</c>.</summary>
internal sealed class SectionBinder
{
    private readonly SecretStore _secrets;
    private readonly ProblemList _problems = new();

    private SectionBinder(SecretStore secrets) => _secrets = secrets;

    /// <summary>Finds a section and binds it.</summary>
    /// <exception cref="ConfigException">There is none, or it does not fit; every key that does not is among the problems.</exception>
    /// <exception cref="ArgumentException">The path is not one, or has <c>[*]</c> and the type is not that of a list.</exception>
    public static T Read<T>(ConfigState state, string path, SecretStore secrets)
        where T : notnull
    {
        if (DotPath.HasEach(DotPath.Parse(path)) && typeof(T) != typeof(object) && CollectionPlan.Of(typeof(T)) is not { IsDictionary: false })
        {
            throw new ArgumentException($"'{path}' is each item of a list, and {TypeName.Of(typeof(T))} is not the type of a list. Ask for a List<{TypeName.Of(typeof(T))}>, or write an index such as [0] in place of [*].", nameof(path));
        }

        return (T)Bind(typeof(T), RequiredKey.Find(state, path), path, secrets);
    }

    private static object Bind(Type type, ConfigNode node, string path, SecretStore secrets)
    {
        var binder = new SectionBinder(secrets);
        var value = binder.Bind(type, node, path, DotPath.LastKey(path));
        if (!binder._problems.IsEmpty)
        {
            throw binder._problems.ToException();
        }

        return value ?? throw new ConfigException([node.Problem(ConfigErrorReason.ValidationFailed, path, $"expected a {TypeName.Of(type)}, found null. Write a value.")], path);
    }

    /// <summary>Binds a node. What does not fit is reported.</summary>
    /// <param name="type">The type wanted.</param>
    /// <param name="node">The node.</param>
    /// <param name="path">Its path.</param>
    /// <param name="key">The last name in the path, by which secrets are masked.</param>
    public object? Bind(Type type, ConfigNode node, string path, string key)
    {
        var inner = Nullable.GetUnderlyingType(type);
        if (node is ConfigScalar { Kind: ScalarKind.Null, IsInterpolated: false } && (inner is not null || !type.IsValueType))
        {
            return null;
        }

        type = inner ?? type;
        if (type == typeof(object))
        {
            return RawValue.Of(node, path, _secrets.Resolve);
        }

        if (SectionScalar.IsScalar(type))
        {
            return BindScalar(type, node, path, key);
        }

        if (CollectionPlan.Of(type) is { } collection)
        {
            return BindCollection(collection, type, node, path, key);
        }

        if (node is ConfigMap map)
        {
            return SectionObject.Bind(type, map, path, this);
        }

        Report(node, path, ConfigErrorReason.ValidationFailed, $"expected a mapping ({TypeName.Of(type)}), found {new ScalarView(node, null).Found(key)}. Write keys and values.");
        return null;
    }

    public void Report(ConfigNode node, string path, ConfigErrorReason reason, string message) => _problems.Add(node.Problem(reason, path, message));

    private object? BindScalar(Type type, ConfigNode node, string path, string key)
    {
        var view = new ScalarView(node, null);
        try
        {
            view = new(node, node is ConfigSecret secret ? _secrets.Resolve(secret, path) : null);
        }
        catch (ConfigException exception)
        {
            Report(node, path, exception.Reason, exception.Problems[0].Message);
            return null;
        }

        if (SectionScalar.TryParse(type, view, out var value, out var expected))
        {
            return value;
        }

        // Only a string that is none is a mismatch: so that 768 does not become "768" unnoticed.
        var reason = type == typeof(string) && view.Scalar is { Kind: ScalarKind.Boolean or ScalarKind.Integer or ScalarKind.Float } ? ConfigErrorReason.TypeMismatch : ConfigErrorReason.ValidationFailed;
        var remedy = reason == ConfigErrorReason.TypeMismatch ? "Put it in quotes." : "Correct the value.";
        Report(node, path, reason, $"expected {expected}, found {view.Found(key)}. {remedy}");
        return null;
    }

    private object? BindCollection(CollectionPlan plan, Type type, ConfigNode node, string path, string key)
    {
        switch (node)
        {
            case ConfigList list when !plan.IsDictionary:
                return plan.MakeList([.. list.Items.Select((item, i) => Bind(plan.Item, item, list.PathOf(path, i), key))]);
            case ConfigMap map when plan.IsDictionary:
                return plan.MakeDictionary(map.Members.Select(member => KeyValuePair.Create(member.Key, Bind(plan.Item, member.Value, DotPath.Append(path, member.Key), member.Key))));
            default:
                Report(node, path, ConfigErrorReason.ValidationFailed, $"expected {(plan.IsDictionary ? "a mapping" : "a list")} ({TypeName.Of(type)}), found {new ScalarView(node, null).Found(key)}. Write {(plan.IsDictionary ? "keys and values" : "items")}.");
                return null;
        }
    }
}
