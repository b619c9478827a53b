using System.Globalization;
using System.Text;
using System.Text.Json;
using SharpYaml;
using SharpYaml.Events;

namespace Dagstack.Extensions.Plugins.Hookspecs.Yaml;

/// <summary>Writes a kind as YAML, in the order and form of the public files.</summary>
internal static class YamlFile
{
    public static string Write(Hookspec spec)
    {
        var text = new StringWriter(new StringBuilder(), CultureInfo.InvariantCulture) { NewLine = "\n" };
        var yaml = new YamlEvents(new Emitter(text, 2, int.MaxValue, false, false, false));
        yaml.Start();
        WriteKind(yaml, spec);
        yaml.End();
        return text.ToString();
    }

    private static void WriteKind(YamlEvents yaml, Hookspec spec)
    {
        yaml.Map(() =>
        {
            yaml.Plain("kind", spec.Kind);
            yaml.Quoted("kind_api_version", spec.ApiVersion);
            WriteDescription(yaml, spec.Description);
            if (spec.InProcessOnly || spec.SingletonPerRuntime)
            {
                yaml.Key("constraints");
                yaml.Map(() =>
                {
                    WriteIfTrue(yaml, "in_process_only", spec.InProcessOnly);
                    WriteIfTrue(yaml, "singleton_per_runtime", spec.SingletonPerRuntime);
                });
            }

            WriteExtensions(yaml, spec.Extensions);
            yaml.Key("hooks");
            yaml.List(() =>
            {
                foreach (var hook in spec.Hooks)
                {
                    WriteHook(yaml, hook);
                }
            });
        });
    }

    private static void WriteHook(YamlEvents yaml, HookspecHook hook) => yaml.Map(() =>
    {
        yaml.Plain("name", hook.Name);
        yaml.Plain("dispatch", DispatchNames.Of(hook.Dispatch));
        WriteDescription(yaml, hook.Description);
        if (hook.Input is { } input)
        {
            yaml.Plain("input_schema", input.File);
        }

        if (hook.Output is { } output)
        {
            yaml.Plain("output_schema", output.File);
        }

        yaml.Plain("mcp_exposed", hook.IsExposed ? "true" : "false");
        if (hook.ToolNameTemplate is { } template)
        {
            yaml.Quoted("mcp_tool_name_template", template);
        }

        if (hook.IsBestEffort)
        {
            yaml.Plain("error_policy", "best_effort");
        }

        WriteExtensions(yaml, hook.Extensions);
    });

    private static void WriteDescription(YamlEvents yaml, string? description)
    {
        if (description is not null)
        {
            yaml.Text("description", description);
        }
    }

    private static void WriteIfTrue(YamlEvents yaml, string key, bool value)
    {
        if (value)
        {
            yaml.Plain(key, "true");
        }
    }

    private static void WriteExtensions(YamlEvents yaml, IReadOnlyDictionary<string, JsonElement> extensions)
    {
        foreach (var (key, value) in extensions)
        {
            yaml.Key(key);
            WriteJson(yaml, value);
        }
    }

    private static void WriteJson(YamlEvents yaml, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                yaml.Map(() =>
                {
                    foreach (var property in value.EnumerateObject())
                    {
                        yaml.Key(property.Name);
                        WriteJson(yaml, property.Value);
                    }
                });
                break;
            case JsonValueKind.Array:
                yaml.List(() =>
                {
                    foreach (var item in value.EnumerateArray())
                    {
                        WriteJson(yaml, item);
                    }
                });
                break;
            case JsonValueKind.String:
                yaml.Value(value.GetString()!, ScalarStyle.DoubleQuoted);
                break;
            default:
                yaml.Value(value.GetRawText(), ScalarStyle.Plain);
                break;
        }
    }
}
