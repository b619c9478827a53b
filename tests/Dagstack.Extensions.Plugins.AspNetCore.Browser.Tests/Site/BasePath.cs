using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Site;

/// <summary>The application is a part of another address, as behind a proxy.</summary>
internal sealed class BasePath(string path) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => application => next(application.UsePathBase(path));
}
