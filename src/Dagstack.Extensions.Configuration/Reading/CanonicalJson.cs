using System.Globalization;
using System.Text;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Reading;

/// <summary>Writes a tree as canonical JSON: the same bytes in every language. See <c>_meta/canonical_json.yaml</c>.</summary>
/// <param name="secret">Returns the text of a secret.</param>
/// <param name="mask">Whether values of keys that look secret are masked.</param>
internal sealed class CanonicalJson(Func<ConfigSecret, string, string> secret, bool mask)
{
    private readonly StringBuilder _json = new();

    public string Write(ConfigNode node, string path)
    {
        Write(node, path, masked: false);
        return _json.ToString();
    }

    private void Write(ConfigNode node, string path, bool masked)
    {
        switch (node)
        {
            case ConfigMap map:
                WriteMap(map, path, masked);
                break;
            case ConfigList list:
                WriteList(list, path, masked);
                break;
            case ConfigSecret reference:
                JsonText.Append(_json, masked ? SecretNames.Masked : secret(reference, path));
                break;
            case ConfigScalar scalar when masked && scalar is not ({ Kind: ScalarKind.Null } or { Text: "" }):
                JsonText.Append(_json, SecretNames.Masked);
                break;
            case ConfigScalar scalar:
                WriteScalar(scalar, path);
                break;
            default:
                throw new ArgumentException($"{node.GetType()} cannot be written.", nameof(node));
        }
    }

    private void WriteMap(ConfigMap map, string path, bool masked)
    {
        _json.Append('{');
        var first = true;
        foreach (var (key, value) in map.Members.OrderBy(static member => member.Key, StringComparer.Ordinal))
        {
            if (!first)
            {
                _json.Append(',');
            }

            first = false;
            JsonText.Append(_json, key);
            _json.Append(':');
            Write(value, DotPath.Append(path, key), mask && (masked || SecretNames.IsSecret(key)));
        }

        _json.Append('}');
    }

    private void WriteList(ConfigList list, string path, bool masked)
    {
        _json.Append('[');
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (i > 0)
            {
                _json.Append(',');
            }

            Write(list.Items[i], list.PathOf(path, i), masked);
        }

        _json.Append(']');
    }

    private void WriteScalar(ConfigScalar scalar, string path)
    {
        switch (scalar.Kind)
        {
            case ScalarKind.Null:
                _json.Append("null");
                break;
            case ScalarKind.Boolean:
                _json.Append(scalar.Boolean ? "true" : "false");
                break;
            case ScalarKind.Integer:
                _json.Append(CultureInfo.InvariantCulture, $"{scalar.BigInteger}");
                break;
            case ScalarKind.Float when !double.IsFinite(scalar.Float):
                throw new ConfigException(
                    [scalar.Problem(ConfigErrorReason.ValidationFailed, path, $"the value is {scalar.Float.ToString(CultureInfo.InvariantCulture)}, which JSON does not have. Write a finite number, or a string.")],
                    path);
            case ScalarKind.Float:
                _json.Append(JsonNumber.Text(scalar.Float));
                break;
            default:
                JsonText.Append(_json, scalar.Text!);
                break;
        }
    }
}
