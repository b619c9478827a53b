using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Dagstack.Extensions.Plugins.Mcp.AspNetCore;

/// <summary>The application's endpoints, to a server whose own services are not the application's: each place that is mapped has a server of its own.</summary>
/// <param name="application">The application.</param>
/// <param name="server">The services of the server.</param>
internal sealed class ServerEndpoints(IEndpointRouteBuilder application, IServiceProvider server) : IEndpointRouteBuilder, IServiceProvider
{
    public IServiceProvider ServiceProvider => this;

    public ICollection<EndpointDataSource> DataSources => application.DataSources;

    public IApplicationBuilder CreateApplicationBuilder() => application.CreateApplicationBuilder();

    public object? GetService(Type serviceType) => serviceType.Assembly == typeof(ModelContextProtocol.AspNetCore.HttpServerTransportOptions).Assembly
        ? server.GetService(serviceType)
        : application.ServiceProvider.GetService(serviceType);
}
