using System;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Tasks;
using Dagstack.Extensions.Plugins;

namespace Acme;

internal sealed class ContractJson : JsonSerializerContext
{
    public ContractJson()
        : base(null)
    {
    }

    public static ContractJson Default { get; } = new();

    protected override JsonSerializerOptions? GeneratedSerializerOptions => null;

    public override JsonTypeInfo? GetTypeInfo(Type type) => null;
}

[PluginKind("json", JsonContext = typeof(ContractJson))]
internal interface IJson
{
    int One();
}

internal sealed class Json : IJson
{
    public int One() => 1;
}

internal static class Calls
{
    public static Task Run(IJson it, Log log)
    {
        log.Get(it.One);
        return Task.CompletedTask;
    }
}
