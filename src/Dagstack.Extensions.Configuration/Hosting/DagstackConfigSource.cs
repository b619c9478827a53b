using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;

namespace Dagstack.Extensions.Configuration.Hosting;

/// <summary>A base file and its layers, as a source of a configuration builder.</summary>
internal sealed class DagstackConfigSource(string path, Action<DagstackConfigOptions>? configure) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder)
    {
        var options = new DagstackConfigOptions { BasePath = (builder.GetFileProvider() as PhysicalFileProvider)?.Root };
        configure?.Invoke(options);
        options.Check();
        return new DagstackConfigProvider(path, options);
    }
}
